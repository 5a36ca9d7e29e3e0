"""The laws of a build, on random content: it builds, nothing dangles, and neither order nor place nor day matters."""

from __future__ import annotations

import random
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator.build import BuildOptions, build
from tests.built import check_links, read_tree

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SLOW = settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)

NASTY = [
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "quotes \" and ' and `",
    "{{ 7 * 7 }} {% raw %}",
    "right\u202eleft\u2066",
    "bell\x07 and \x1b[31m",
    "& &amp; &lt;b&gt;",
    "日本語の見出し",
    "C++ & C#",
    "]]> <![CDATA[",
    "long " * 60,
]
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(min_size=1, max_size=60))
URLS = st.sampled_from([f"https://example.org/{number}" for number in range(30)]) | st.sampled_from(
    ['https://example.org/a b?q=<x>&y="z"', "http://www.example.org/1/?utm_source=x#y", "https://münchen.example/ü"]
)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2025, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def named(names: list[str]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({"name": st.sampled_from(names)}, optional={"domain": st.just("example.org")})


PROVIDERS = named(["The Guardian", "the guardian", "C++", "C#", ".NET", "Net", "日本", "!!!"])
PICTURES = st.fixed_dictionaries(
    {"url": URLS}, optional={"width": st.integers(-1, 4000), "height": st.integers(0, 4000), "title": TEXTS}
)
RELATED = st.fixed_dictionaries(
    {"title": TEXTS.filter(str.strip), "webUrl": URLS},
    optional={"excerpt": TEXTS, "provider": PROVIDERS, "publishedDateTime": MOMENTS, "quality": st.integers(-5, 200)},
)
ARTICLES = st.fixed_dictionaries(
    {"title": TEXTS.map(lambda text: f"Story {text}"), "publishedDateTime": MOMENTS, "webUrl": URLS},
    optional={
        "excerpt": TEXTS,
        "provider": PROVIDERS,
        "topics": st.lists(st.sampled_from(["AI", "ai", "C", "C++", "C#", "Net", ".NET", "Ünïcode", "?"]), max_size=4),
        "images": st.lists(PICTURES, max_size=2),
        "related": st.lists(RELATED, max_size=9),
        "heat": st.integers(-10, 10**12),
        "published": st.booleans(),
        "removed": st.booleans(),
        "type": st.sampled_from(["article", "video"]),
        "tags": st.lists(st.sampled_from(["x", "y z"]), max_size=2),
        "secured": st.just("SEALED-BLOB"),
    },
)  # fmt: skip
CONTENTS = st.lists(ARTICLES, max_size=14)


def write_content(folder: Path, articles: list[dict[str, Any]], order: random.Random | None = None) -> Path:
    """Write a content folder; `order` shuffles the order in which files are made."""
    (folder / "news").mkdir(parents=True)
    (folder / "topics").mkdir()
    (folder / "site.yaml").write_text("title: Laws\nurl: https://laws.example/site/\npage_size: 3\n", "utf-8")
    (folder / "topics" / "00-ai.yaml").write_text("name: AI\nparent: Net\n", "utf-8")
    numbered = list(enumerate(articles))
    if order:
        order.shuffle(numbered)
    for number, fields in numbered:
        text = f"---\n{yaml.safe_dump(fields, allow_unicode=True)}---\n\n**Body** {number}\n"
        (folder / "news" / f"story-{number}.md").write_text(text, "utf-8")
    return folder


def build_site(content: Path, output: Path) -> None:
    report = build(BuildOptions(content, output, now=NOW))
    errors = [item for item in report.diagnostics if item.severity == "error"]
    assert not report.failed, errors


@SLOW
@given(CONTENTS)
def test_any_sound_content_builds_with_no_dangling_link_and_no_harm(articles: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        output = Path(scratch, "site")
        build_site(write_content(Path(scratch, "content"), articles), output)
        site = check_links(output, "https://laws.example/site/")
        assert list(site.broken()) == []
        assert site.unreachable() == {"404.html"}
        assert {tag for tag, _ in site.foreign_loads()} <= {"img"}
        for path, content in read_tree(output).items():
            text = "" if path.endswith(".png") else content.decode("utf-8")
            assert "SEALED-BLOB" not in text, path
            assert "<script>alert" not in text, path
            assert "onerror=alert(1)>" not in text, path
            assert not {"\u202e", "\u2066", "\x07", "\x1b"} & set(text), path


@SLOW
@given(CONTENTS, st.randoms(use_true_random=False))
def test_the_order_of_files_and_the_folder_do_not_matter(articles: list[dict[str, Any]], order: random.Random) -> None:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        build_site(write_content(Path(one, "content"), articles), Path(one, "site"))
        build_site(write_content(Path(other, "elsewhere", "news-folder"), articles, order), Path(other, "out"))
        assert read_tree(Path(one, "site")) == read_tree(Path(other, "out"))


@SLOW
@given(CONTENTS, CONTENTS)
def test_a_build_over_an_earlier_one_equals_a_clean_build(
    before: list[dict[str, Any]], after: list[dict[str, Any]]
) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        over, clean = Path(scratch, "over"), Path(scratch, "clean")
        build_site(write_content(Path(scratch, "before"), before), over)
        content = write_content(Path(scratch, "after"), after)
        build_site(content, over)
        build_site(content, clean)
        assert read_tree(over) == read_tree(clean)
        assert {path for path in over.rglob("*") if path.is_dir() and not any(path.iterdir())} == set()
