from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.model import Embed, Picture, Provider
from tests.loader.folders import codes, front_matter, load

WHOLE = """
updatedDateTime: 2024-05-02 10:00
excerpt: "Tom &#38; Jerry&#8217;s\\nsecond line"
originalUrl: https://example.org/original?a=1&b=2
ampWebUrl: https://amp.example.org/a
cdnAmpWebUrl: https://cdn.example.org/a
category: Science & Nature
type: Video
quality: -3
heat: 3694
published: no
removed: off
expiryDateTime: 2030-01-01
provider:
  name: The  Guardian
  domain: TheGuardian.com
  images:
    - url: /logos/guardian.png
      width: 50
      height: 0
topics: [Computer Vision, AI, '']
images:
  - url: https://example.org/a b.jpg
    width: 620
    height: 372
    title: A picture
    attribution: Someone
    isCached: true
  - /pictures/b.svg
related:
  - title: "Elsewhere: more"
    webUrl: //example.net/b
    excerpt: "&lt;b&gt;"
    publishedDateTime: 2024-05-01T14:00:00+02:00
    provider: {domain: example.net}
    quality: 26
    type: article
    images: [{url: "https://example.net/b.jpg"}]
featuredContent: '<p><iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ?rel=0"></iframe></p>'
tags: [one, "2"]
secured: "AbCdEf0123=="
mood: {calm: true, since: 2024-05-01, secured: AbCdEf0123, list: [1, 2.5, ~, 012, x, "12"]}
"""


def test_a_whole_article(tmp_path: Path) -> None:
    file = front_matter(WHOLE.lstrip()) + "\n\n  indented *body*\n\nlast line\n\n"
    content = load(tmp_path, {"news/2024/2024-05-01-a-story.md": file})
    assert codes(content) == ["A201"]
    (article,) = content.articles
    assert (article.stem, article.category) == ("2024-05-01-a-story", "science-and-nature")
    assert article.source == "news/2024/2024-05-01-a-story.md"
    assert article.title == "A story"
    assert article.published_at == datetime(2024, 5, 1, 12, tzinfo=UTC)
    assert article.updated_at == datetime(2024, 5, 2, 10, tzinfo=UTC)
    assert article.expires_at == datetime(2030, 1, 1, tzinfo=UTC)
    assert article.excerpt == "Tom & Jerry’s\nsecond line"
    assert article.web_url == "https://example.org/a"
    assert article.original_url == "https://example.org/original?a=1&b=2"
    assert (article.amp_url, article.cdn_amp_url) == ("https://amp.example.org/a", "https://cdn.example.org/a")
    assert (article.kind, article.quality, article.heat) == ("video", -3, 3694)
    assert (article.published, article.removed) == (False, False)
    logo = Picture("/logos/guardian.png", 50, None)
    assert article.provider == Provider("The Guardian", "theguardian.com", (logo,))
    assert article.topics == ("Computer Vision", "AI")
    assert article.images == (
        Picture("https://example.org/a%20b.jpg", 620, 372, "A picture", "Someone", is_cached=True),
        Picture("/pictures/b.svg"),
    )
    assert article.embed == Embed("youtube", "dQw4w9WgXcQ")
    assert article.tags == ("one", "2")
    assert article.body == "  indented *body*\n\nlast line"
    assert article.extra == {
        "mood": {"calm": True, "since": "2024-05-01T00:00:00Z", "list": (1, 2.5, None, "012", "x", "12")}
    }


def test_coverage_elsewhere(tmp_path: Path) -> None:
    content = load(tmp_path, {"news/a.md": front_matter(WHOLE.lstrip())})
    (related,) = content.articles[0].related
    assert (related.title, related.web_url) == ("Elsewhere: more", "https://example.net/b")
    assert related.published_at == datetime(2024, 5, 1, 12, tzinfo=UTC)
    assert related.provider == Provider("example.net", "example.net")
    assert related.quality == 26


def test_defaults(tmp_path: Path) -> None:
    content = load(tmp_path, {"a.md": front_matter()})
    (article,) = content.articles
    assert (article.category, article.stem, article.source) == ("news", "a", "a.md")
    assert (article.kind, article.quality, article.heat) == ("article", 0, 0)
    assert (article.published, article.removed, article.provider) == (True, False, None)
    assert (article.body, article.related, article.extra) == ("", (), {})


@pytest.mark.parametrize(
    ("path", "overrides", "category"),
    [
        ("a.md", {}, "news"),
        ("sport/a.md", {}, "sport"),
        ("World News/deep/er/a.md", {}, "world-news"),
        ("sport/a.md", {"category": "C++"}, "c-plus-plus"),
        ("sport/a.md", {"category": ""}, "sport"),
        ("news/topics/a.md", {}, "news"),
        ("news/A.MARKDOWN", {}, "news"),
    ],
)
def test_category(tmp_path: Path, path: str, overrides: dict[str, str], category: str) -> None:
    content = load(tmp_path, {path: front_matter(**overrides)})
    assert codes(content) == []
    assert [article.category for article in content.articles] == [category]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("2024", "2024"),
        ("007", "007"),
        ("1E3", "1E3"),
        ("0o17", "0o17"),
        ("1_000", "1_000"),
        ("3.50", "3.50"),
        ("12:30", "12:30"),
        ("Yes", "Yes"),
        ("off", "off"),
        (".5", ".5"),
        ("2024-05-01", "2024-05-01"),
        ("2024-05-01 12:30", "2024-05-01 12:30"),
    ],
)
def test_a_title_is_taken_as_written(tmp_path: Path, written: str, title: str) -> None:
    content = load(tmp_path, {"news/a.md": front_matter(title=written)})
    assert codes(content) == ["A202"]
    assert content.articles[0].title == title


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ('"2024"', "2024"),
        ("'Yes'", "Yes"),
        ("2024 in review", "2024 in review"),
        ("v1.2.3", "v1.2.3"),
        ("1.2.3", "1.2.3"),
        ("y", "y"),
        ("=", "="),
        ("C# and <b>tags</b> &amp; such", "C# and <b>tags</b> &amp; such"),
        ('"  two\\tspaces\\u202e and\\u0007 more "', "two spaces and more"),
        ("A\u2028B", "A B"),
        (">-\n  folded\n  text", "folded text"),
        ("|\n  one\n  two", "one two"),
        ("日本語 — “quoted”", "日本語 — “quoted”"),
    ],
)
def test_a_title_is_one_clean_line(tmp_path: Path, written: str, title: str) -> None:
    content = load(tmp_path, {"news/a.md": front_matter(title=written)})
    assert codes(content) == []
    assert content.articles[0].title == title


@pytest.mark.parametrize(
    ("written", "number"),
    [("0", 0), ("-0", 0), ("+5", 5), ("-12", -12), ("1" * 300, int("1" * 300)), ("", 0), ("~", 0), ('""', 0)],
)
def test_whole_numbers(tmp_path: Path, written: str, number: int) -> None:
    content = load(tmp_path, {"news/a.md": front_matter(heat=written)})
    assert codes(content) == []
    assert content.articles[0].heat == number


@pytest.mark.parametrize(
    "written", ["12.0", '"72"', "true", "0x10", "1_000", "012", "1e3", "1" * 301, "1" * 5000, "½", "٣"]
)
def test_not_whole_numbers(tmp_path: Path, written: str) -> None:
    content = load(tmp_path, {"news/a.md": front_matter(quality=written)})
    assert codes(content) == ["A103"]
    assert content.articles == ()


@pytest.mark.parametrize(
    ("written", "flag"),
    [("true", True), ("False", False), ("YES", True), ("no", False), ("On", True), ("OFF", False), ("", True)],
)
def test_flags(tmp_path: Path, written: str, flag: bool) -> None:
    content = load(tmp_path, {"news/a.md": front_matter(published=written)})
    assert codes(content) == []
    assert content.articles[0].published is flag


@pytest.mark.parametrize("written", ['"true"', "1", "y", "tRUE", "[true]", "{a: b}"])
def test_not_flags(tmp_path: Path, written: str) -> None:
    assert codes(load(tmp_path, {"news/a.md": front_matter(removed=written)})) == ["A102"]


def test_only_original_url_is_enough(tmp_path: Path) -> None:
    file = front_matter("originalUrl: https://example.org/o\n", webUrl="")
    (article,) = load(tmp_path, {"news/a.md": file}).articles
    assert (article.web_url, article.link_out) == ("", "https://example.org/o")


@pytest.mark.parametrize("sealed", ["secured", "Secured", "SECURED", " secured ", "secure", "secured_"])
def test_a_sealed_field_is_dropped_however_it_is_spelt(tmp_path: Path, sealed: str) -> None:
    content = load(tmp_path, {"news/a.md": front_matter(f'"{sealed}": AbCdEf0123\ntitel: 2024\n')})
    assert "AbCdEf0123" not in repr(content)
    assert content.articles[0].extra == {"titel": 2024}


def test_yaml_1_1_line_breaks_are_spaces(tmp_path: Path) -> None:
    content = load(tmp_path, {"news/a.md": front_matter("excerpt: one\x85two: three\nquality: x\n")})
    assert [(fault.code, fault.place and fault.place.line) for fault in content.diagnostics] == [("Y101", 5)]


def test_a_faulty_article_does_not_stop_the_others(tmp_path: Path) -> None:
    content = load(tmp_path, {"news/a.md": front_matter(title=""), "news/b.md": front_matter(), "news/c.md": b"\xff"})
    assert [article.stem for article in content.articles] == ["b"]
    assert codes(content) == ["A101", "F102"]
