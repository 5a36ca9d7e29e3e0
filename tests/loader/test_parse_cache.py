"""The parse cache changes nothing but time, whatever befalls the files, the cache and the code."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

import pytest

from generator.diagnostics import Place
from generator.digests import digest_bytes
from generator.loader import Content, load_content, outcome, parse_cache, reading, settled
from generator.loader import folder as loading
from generator.loader.memory import Reading, Signature
from generator.loader.outcome import Outcome
from generator.loader.parse_cache import CACHE_FILE, LATER_FILE, TIMES_FILE
from generator.statuses import Status
from tests.loader.folders import SITE, front_matter, write_files

DAY = 86_400_000_000_000
FILES: dict[str, str | bytes] = {
    "site.yaml": SITE,
    "news/a.md": front_matter(
        "excerpt: Text\nmood: {deep: [1, 2.5, {x: ~}], on: 2024-05-01}\nprovider: {name: P, images: [/p.svg]}\n"
        "images: [{url: /a.svg, width: 5}]\nrelated: [{title: R, webUrl: 'https://e.org/r', quality: 3}]\n"
        "featuredContent: https://youtu.be/dQw4w9WgXcQ\nexpiryDateTime: 2999-01-01\ntags: [x]\n"
        "secured: U0VDUkVU\n"
    ),
    "news/b.md": front_matter(title="007"),
    "news/c.md": front_matter(heat="warm"),
    "news/d.md": front_matter().replace("---\n", "---\ncategory: news\npublished: false\n", 1),
    "news/e.md": b"\xff",
    "news/f.md": front_matter(heat="1" * 25),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a content folder whose files are a day old, so that their times can be believed."""
    made = write_files(tmp_path / "content", FILES)
    for file in made.rglob("*.md"):
        age(file)
    return made


@pytest.fixture(autouse=True)
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be a minute later than it is: a status's own time cannot be set back."""
    now = settled.clock
    monkeypatch.setattr(reading, "clock", lambda: now() + 60_000_000_000)


def age(file: Path, days: int = 1) -> None:
    moment = settled.clock() - days * DAY
    os.utime(file, ns=(moment, moment))


def load(folder: Path, whole: bool = True, jobs: int = 1) -> Content:
    return load_content(folder, shown_as="content", whole=whole, cache=folder.parent / "cache", jobs=jobs)


def fresh(folder: Path, whole: bool = True) -> Content:
    return load_content(folder, shown_as="content", whole=whole)


def count_reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count the files that are read, and those that are parsed with a star."""
    heard: list[str] = []
    read, build = outcome.read_bytes, outcome.build_outcomes

    def read_bytes(folder: str, path: str, whole: bool) -> tuple[outcome.FileBytes, Status]:
        heard.append(path)
        return read(folder, path, whole)

    def build_outcomes(reads: Mapping[str, outcome.FileBytes], *others: Any) -> dict[str, outcome.Outcome]:
        heard.extend(f"{path}*" for path in reads)
        return build(reads, *others)

    monkeypatch.setattr(reading, "read_bytes", read_bytes)
    monkeypatch.setattr(reading, "build_outcomes", build_outcomes)
    return heard


@pytest.mark.parametrize("whole", [True, False])
def test_it_gives_what_the_files_give(folder: Path, whole: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(folder, whole) == fresh(folder, whole)
    heard = count_reads(monkeypatch)
    assert load(folder, whole) == fresh_of(heard, folder, whole)


def fresh_of(heard: list[str], folder: Path, whole: bool) -> Content:
    # A number of 25 digits does not fit the cache: that file alone was read again.
    assert heard == ["news/f.md", "news/f.md*"]
    return fresh(folder, whole)


def test_reading_whole_or_not_never_mixes(folder: Path) -> None:
    for whole in (False, True, False, True, True, False):
        assert load(folder, whole) == fresh(folder, whole)


def test_edit_rename_delete_add(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(folder)
    (folder / "news/b.md").write_text(front_matter(title="Edited"), encoding="utf-8")
    (folder / "news/a.md").rename(folder / "news/z.md")
    (folder / "news/c.md").unlink()
    write_files(folder, {"more/new.md": front_matter()})
    heard = count_reads(monkeypatch)
    content = load(folder)
    assert sorted(name for name in heard if name.endswith("*")) == [
        "more/new.md*", "news/b.md*", "news/f.md*", "news/z.md*",
    ]  # fmt: skip
    assert content == fresh(folder)
    assert load(folder) == content
    assert b"news/c.md" not in (folder.parent / "cache" / CACHE_FILE).read_bytes()


def test_an_edit_of_the_same_size_at_the_same_time_is_seen_by_its_status(folder: Path) -> None:
    file = folder / "news/a.md"
    load(folder)
    status = file.stat()
    file.write_bytes(file.read_bytes().replace(b"A story", b"B story"))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert file.stat().st_mtime_ns == status.st_mtime_ns
    assert load(folder).articles[0].title == "B story"


def test_a_file_just_written_is_not_believed_by_its_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newest = max(file.stat().st_ctime_ns for file in folder.rglob("*.md"))
    monkeypatch.setattr(reading, "clock", lambda: newest)
    load(folder)
    heard = count_reads(monkeypatch)
    load(folder)
    assert {"news/a.md", "news/b.md", "news/d.md"} <= set(heard)
    assert [name for name in heard if name.endswith("*")] == ["news/f.md*"]


def test_touched_files_are_known_by_their_bytes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = load(folder)
    for file in folder.rglob("*.md"):
        age(file, days=2)
    heard = count_reads(monkeypatch)
    assert load(folder) == content
    assert [name for name in heard if name.endswith("*")] == ["news/f.md*"]
    heard.clear()
    assert load(folder) == content
    assert heard == ["news/f.md", "news/f.md*"]


def test_it_serves_another_checkout_and_shows_its_own_paths(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(folder)
    other = folder.parent / "other"
    shutil.copytree(folder, other)
    heard = count_reads(monkeypatch)
    content = load_content(other, shown_as="./elsewhere", cache=folder.parent / "cache")
    assert [name for name in heard if name.endswith("*")] == ["news/f.md*"]
    assert content == load_content(other, shown_as="./elsewhere")
    assert content.diagnostics[1].place == Place("./elsewhere/news/b.md", 2, 8, "title: 007")


@pytest.mark.parametrize("damage", ["empty", "cut", "flipped", "foreign", "folder"])
def test_a_broken_cache_is_ignored_and_mended(folder: Path, damage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    content = load(folder)
    file = folder.parent / "cache" / CACHE_FILE
    whole = file.read_bytes()
    middle = len(whole) // 2
    broken = {
        "empty": b"",
        "cut": whole[:middle],
        "flipped": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        "foreign": b"\x80\x04K\x01.",
        "folder": b"",
    }[damage]
    file.unlink()
    if damage == "folder":
        file.mkdir()
    else:
        file.write_bytes(broken)
    assert load(folder) == content
    if damage != "folder":
        heard = count_reads(monkeypatch)
        assert load(folder) == content
        assert heard == ["news/f.md", "news/f.md*"]
    assert {each.name for each in file.parent.iterdir()} == {CACHE_FILE, TIMES_FILE}


@pytest.mark.parametrize("change", ["version", "zone"])
def test_another_version_or_zone_reads_all_again(folder: Path, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    load(folder)
    if change == "version":
        monkeypatch.setattr(parse_cache, "_version", lambda: "another")
    else:
        (folder / "site.yaml").write_text(SITE + "timezone: Asia/Tokyo\n", encoding="utf-8")
    heard = count_reads(monkeypatch)
    assert load(folder) == fresh(folder)
    assert "news/a.md*" in heard


def test_nothing_is_written_where_nothing_changed(folder: Path) -> None:
    load(folder)
    file = folder.parent / "cache" / CACHE_FILE
    before = file.stat().st_ino
    load(folder)
    assert file.stat().st_ino == before


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Give a folder of so many files that one of them is few."""
    made = write_files(tmp_path / "content", {f"news/{number:03}.md": front_matter() for number in range(250)})
    write_files(made, {"site.yaml": SITE})
    for file in made.rglob("*.md"):
        age(file)
    return made


def test_a_file_that_could_not_be_read_is_not_believed_to_be_known(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = load(folder)
    age(folder / "news/a.md", days=2)
    with monkeypatch.context() as patch:
        patch.setattr(reading, "read_bytes", raise_denied)
        assert ("F101", "content/news/a.md") in [
            (each.code, each.place and each.place.path) for each in load(folder).diagnostics
        ]
    heard = count_reads(monkeypatch)
    assert load(folder) == known
    assert "news/a.md" in heard


def raise_denied(folder: str, path: str, whole: bool) -> NoReturn:
    raise PermissionError(13, "Permission denied", path)


def test_a_file_that_no_cache_can_hold_is_not_taken_for_what_it_was(large: Path) -> None:
    load(large, jobs=2)
    (large / "news/0007.md").write_text(front_matter(title="New", heat="1" * 25), "utf-8")
    for file in large.rglob("*.md"):
        age(file)  # so that several processes look at all of them
    assert load(large, jobs=2) == fresh(large)


def test_for_a_few_changed_files_a_small_one_is_written(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(many)
    kept = [many.parent / "cache" / name for name in (CACHE_FILE, TIMES_FILE)]
    before = [file.stat().st_ino for file in kept]
    (many / "news/007.md").write_text(front_matter(title="Edited"), encoding="utf-8")
    (many / "news/008.md").unlink()
    heard = count_reads(monkeypatch)
    assert load(many) == fresh(many)
    assert heard.count("news/007.md*") == 2  # by the cache's build, and by the plain one
    heard.clear()
    content = load(many)
    assert heard == ["news/007.md"]  # known by its digest
    assert content == fresh(many)
    assert [file.stat().st_ino for file in kept] == before
    later = many.parent / "cache" / LATER_FILE
    assert later.stat().st_size < kept[0].stat().st_size / 50
    later.write_bytes(b"broken")
    assert load(many) == content


def test_when_they_are_more_than_a_few_all_is_written_anew(many: Path) -> None:
    for number in range(3):
        load(many)
        (many / f"news/{number:03}.md").write_text(front_matter(title=f"Edited {number}"), encoding="utf-8")
    assert (many.parent / "cache" / LATER_FILE).exists()
    (many / "news/100.md").unlink()
    assert load(many) == fresh(many)
    assert not (many.parent / "cache" / LATER_FILE).exists()
    whole = (many.parent / "cache" / CACHE_FILE).read_bytes()
    assert b"Edited 2" in whole
    assert b"news/100.md" not in whole
    assert b"news/100.md" not in (many.parent / "cache" / TIMES_FILE).read_bytes()


@pytest.mark.parametrize("name", [CACHE_FILE, TIMES_FILE])
def test_each_of_its_files_does_without_the_others(folder: Path, name: str) -> None:
    content = load(folder)
    (folder.parent / "cache" / name).unlink()
    assert load(folder) == content
    assert load(folder) == content


def test_every_article_has_its_digest(large: Path) -> None:
    expected = {path: digest_bytes((large / path).read_bytes()) for path in sorted(fresh(large).digests)}
    assert {article.source for article in fresh(large).articles} <= expected.keys()
    assert fresh(large).digests == expected
    for jobs in (1, 2, 2):
        assert load(large, jobs=jobs).digests == expected
    memory = Remembering()
    for _ in range(2):
        content = load_content(large, shown_as="content", memory=memory, whole=False)
        assert content.digests == expected
    shown = load(large, whole=False)
    assert {article.source for article in shown.articles} == shown.digests.keys()
    assert shown.digests.items() <= expected.items()


def test_sealed_text_is_not_in_it(folder: Path) -> None:
    load(folder)
    assert all(b"U0VDUkVU" not in file.read_bytes() for file in (folder.parent / "cache").iterdir())


def test_a_cache_that_cannot_be_written_is_no_fault(folder: Path) -> None:
    (folder.parent / "cache").write_text("a file")
    assert load(folder) == fresh(folder)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """Give a folder of more files than one process should read, with every kind of fault among them."""
    sound = {f"news/{number:04}.md": front_matter(title=f"Story {number}") for number in range(310)}
    return write_files(tmp_path / "content", {**FILES, **sound})


@pytest.mark.parametrize("whole", [True, False])
def test_several_processes_read_what_one_does(large: Path, whole: bool) -> None:
    heard: list[tuple[str, int, int]] = []
    content = load_content(large, shown_as="content", whole=whole, jobs=2, on_progress=lambda *each: heard.append(each))
    assert content == fresh(large, whole)
    assert heard == [("Reading", 0, 316), *(("Parsing", done, 316) for done in range(1, 317))]
    assert load(large, whole, jobs=2) == content
    assert load(large, whole, jobs=2) == content


def wait_for(holds: Callable[[], bool]) -> None:
    """Wait until something holds that another process sees to."""
    deadline = time.monotonic() + 20
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.01)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")
@pytest.mark.parametrize("ends_early", [False, True])
def test_what_another_process_reads_or_leaves_is_there(
    large: Path, ends_early: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    processes, answer, read_chunk = large.parent / "processes", reading._answer, reading._read_chunk
    processes.mkdir()

    def tell(shelf: reading.Shelf, digests: Mapping[str, bytes]) -> bytes:
        (processes / str(os.getpid())).touch()
        if ends_early:
            os._exit(1)
        return answer(shelf, digests)

    def wait(*chunk: object) -> Iterator[tuple[str, Outcome]]:
        wait_for(lambda: any(processes.iterdir()))
        yield from read_chunk(*chunk)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "_answer", tell)
    monkeypatch.setattr(reading, "_read_chunk", wait)
    monkeypatch.setattr("threading.active_count", lambda: 1)
    assert load_content(large, shown_as="content", jobs=2) == fresh(large)
    assert [path.name for path in processes.iterdir()] not in ([], [str(os.getpid())])


class Remembering:
    """A memory that believes a file's status."""

    def __init__(self) -> None:
        self.known: dict[str, tuple[Signature, Reading]] = {}

    def get(self, path: str, signature: Signature) -> Reading | None:
        found = self.known.get(path)
        return found[1] if found and found[0].stat == signature.stat else None

    def put(self, path: str, signature: Signature, reading: Reading) -> None:
        self.known[path] = signature, reading


def test_a_memory_learns_what_several_processes_read(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Remembering()
    expected = fresh(large)

    def again(jobs: int) -> Content:
        return load_content(large, shown_as="content", memory=memory, cache=large.parent / "cache", jobs=jobs)

    assert again(2) == expected
    (large / "news/0001.md").write_text(front_matter(title="Edited, and longer"), encoding="utf-8")
    edited = fresh(large)
    monkeypatch.setattr(loading, "read_articles", lambda *_: pytest.fail("it knows all but one"))
    assert again(2) == edited != expected
    assert again(2) == edited


def test_where_processes_cannot_be_had_one_reads_all(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OSError("no semaphores here")

    monkeypatch.setattr("generator.turns._find_context", refuse)
    assert load_content(large, shown_as="content", jobs=2) == fresh(large)
