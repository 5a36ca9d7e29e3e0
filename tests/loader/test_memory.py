"""The seam of memory: it saves reading, and never changes a result."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.loader import Reading, Signature, load_content
from generator.loader.fields import Fields
from generator.loader.frontmatter import read_front_matter
from generator.loader.report import Report
from generator.loader.source import Source
from tests.previewed import CHECKOUT, write_site


class Recorder:
    """A memory that answers the first question, the second, or neither."""

    def __init__(self, trusts_stat: bool = False, trusts_content: bool = False) -> None:
        self.trusts_stat, self.trusts_content = trusts_stat, trusts_content
        self.kept: dict[tuple[str, str, bytes], Reading] = {}
        self.by_stat: dict[tuple[str, str, tuple[int, int, int]], Reading] = {}
        self.parsed = 0

    def get(self, path: str, signature: Signature) -> Reading | None:
        if not signature.digest:
            return self.by_stat.get((path, signature.zone, signature.stat)) if self.trusts_stat else None
        return self.kept.get((path, signature.zone, signature.digest)) if self.trusts_content else None

    def put(self, path: str, signature: Signature, reading: Reading) -> None:
        assert signature.digest
        self.parsed += 1
        self.kept[path, signature.zone, signature.digest] = reading
        self.by_stat[path, signature.zone, signature.stat] = reading


@pytest.mark.parametrize("memory", [Recorder(), Recorder(trusts_stat=True), Recorder(trusts_content=True)])
def test_a_memory_changes_no_result(memory: Recorder) -> None:
    folder = CHECKOUT / "content"
    plain = load_content(folder)
    assert load_content(folder, memory=memory) == plain
    first = memory.parsed
    assert load_content(folder, memory=memory) == plain
    assert memory.parsed == (first if memory.trusts_stat or memory.trusts_content else 2 * first)


def test_faults_are_remembered_with_their_file(tmp_path: Path) -> None:
    content = write_site(tmp_path)
    (content / "news/broken.md").write_text("---\ntitle: [\n---\n")
    (content / "news/latin.md").write_bytes(b"---\ntitle: caf\xe9\n---\n")
    memory = Recorder(trusts_content=True)
    first = load_content(content, memory=memory)
    assert {each.code for each in first.diagnostics} >= {"F102", "Y101"} or len(first.diagnostics) >= 2
    assert load_content(content, memory=memory) == first


def test_sound_articles_are_read_fast_with_a_memory_too(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = CHECKOUT / "content"
    judged: list[Source] = []

    def judge(source: Source) -> tuple[Report, Fields | None, str]:
        judged.append(source)
        return read_front_matter(source)

    monkeypatch.setattr("generator.loader.frontmatter.read_front_matter", judge)
    loaded = load_content(folder, memory=Recorder())
    assert len(judged) < len(loaded.articles) / 10
