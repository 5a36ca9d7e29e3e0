"""What a build will not show it need not read; what it may show it reads whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.loader import load_content
from generator.loader.held import HEAD, HeldFile, find_held
from generator.model import Hold
from tests.loader.folders import SITE, codes, front_matter, write_files

HELD = "---\ncategory: news\n{}published: false\ntitle: A story\npublishedDateTime: 2024-05-01\nwebUrl: https://e.org/\n---\n"


@pytest.mark.parametrize(
    "lines",
    [
        "",
        '# "a comment\n',
        'title: "A: \\"b\\" # c"\n',
        'title: It\'s "so" {x} [y]\n',
        "excerpt: 'it''s'\nheat: -1\ntopics:\n  - Azure\n  - \"IoT\"\n",
        "topics: [AI, Soil]\nprovider:\n  name: X\n  images:\n    - url: https://e.org/a.jpg?b=c#d\n      width: 5\n",
        "removed: false\n",
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_known_from_the_head(lines: str, newline: str) -> None:
    text = HELD.format(lines).replace("title: A story\n", "", 1 if "title:" in lines else 0)
    found = find_held(text.replace("\n", newline).encode(), "x/a.b.md")
    assert found == HeldFile("x/a.b.md", "news", Hold.UNPUBLISHED)
    assert found.stem == "a.b"
    assert find_held(("\ufeff" + text).replace("published: false", "removed: true").encode(), "x/a.md") == HeldFile(
        "x/a.md", "news", Hold.REMOVED
    )


IN_DOUBT = {
    "in a quoted text": 'category: news\ntitle: "a\npublished: false\nb"',
    "in a list": "category: news\ntopics: [a,\npublished: false\n]",
    "in a set of fields": "category: news\nprovider: {name: x,\npublished: false\n}",
    "in a block": "category: news\nexcerpt: |\n  a\n  published: false",
    "in another field": "category: news\nprovider:\n  published: false",
    "in quotes": 'category: news\npublished: "false"',
    "not false": "category: news\npublished: true",
    "false, but in no YAML": "category: news\npublished: fAlse",
    "category unknown": "published: false",
    "category after it": "published: false\ncategory: news",
    "category odd": 'category: "n\\x65ws"\npublished: false',
    "a category that goes on": "category: news\n  - AI\npublished: false",
    "a category that goes on below an empty line": "category: news\n\n  - AI\npublished: false",
    "a category that goes on in quotes": "category: 'news'\n  - AI\npublished: false",
    "a category named twice": "category: news\ncategory: sport\npublished: false",
    "a category named again after it goes on": "category: news\n  - AI\ncategory: sport\npublished: false",
    "after the end": "category: news\n---\npublished: false",
    "after a quote that opens in a list": 'category: news\ntopics:\n- "a\npublished: false\n"',
    "after an anchor": "category: news\ntitle: &a b\npublished: false",
    "after a key in brackets": "category: news\n? [a\n: b]\npublished: false",
}


@pytest.mark.parametrize("fields", IN_DOUBT.values(), ids=IN_DOUBT)
def test_in_doubt_it_is_read(fields: str) -> None:
    assert find_held(f"---\n{fields}\n---\n".encode(), "news/a.md") is None


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["published: false", "published: true", "removed: true", "category: news", 'title: "a', 'b"', "title: 'a'",
             "topics: [a,", "]", "- a", "- \"b", "  c: d", "excerpt: |", "  text", "}", "provider: {a: b,", "# \"",
             "---",
             "webUrl: https://e.org/a", "publishedDateTime: 2024-05-01", "? a", ": b", "title: a", "title: &x a", "..."]
        ),
        st.text("ab:-'\"[]{}#,| >\\", max_size=8),
    ),
    max_size=9,
)  # fmt: skip


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES, sound=st.booleans())
def test_nothing_that_would_be_shown_is_ever_passed_over(tmp_path: Path, lines: list[str], sound: bool) -> None:
    own = ["category: news", "title: A", "publishedDateTime: 2024-05-01", "webUrl: https://e.org/"] if sound else []
    text = "\n".join(["---", *own[:2], *lines, *own[2:], "---", ""])
    if find_held(text.encode(), "news/a.md") is not None:
        write_files(tmp_path, {"site.yaml": SITE, "news/a.md": text})
        shown = load_content(tmp_path).articles
        assert all(article.removed or not article.published for article in shown)
        assert all(article.category == "news" for article in shown)


def test_a_build_reads_no_further_and_a_check_reads_all(tmp_path: Path) -> None:
    held = front_matter("heat: warm\n", title="Held").replace("---\n", "---\ncategory: news\npublished: false\n", 1)
    write_files(tmp_path, {"site.yaml": SITE, "news/held.md": held, "news/shown.md": front_matter()})
    content = load_content(tmp_path, whole=False)
    assert [article.stem for article in content.articles] == ["shown"]
    assert content.held == (HeldFile("news/held.md", "news", Hold.UNPUBLISHED),)
    assert codes(content) == []
    whole = load_content(tmp_path)
    assert (codes(whole), whole.held) == (["A103"], ())


def test_its_address_is_taken_all_the_same(tmp_path: Path) -> None:
    held = front_matter().replace("---\n", "---\ncategory: News\npublished: false\n", 1)
    write_files(tmp_path, {"site.yaml": SITE, "a/x.md": held, "news/X.md": front_matter(), "news/y.md": front_matter()})
    content, whole = load_content(tmp_path, whole=False), load_content(tmp_path)
    assert codes(content) == codes(whole) == ["A106"]
    assert content.diagnostics == whole.diagnostics
    assert [article.stem for article in content.articles] == ["y"]


def test_the_line_is_looked_for_in_the_head_alone(tmp_path: Path) -> None:
    long = front_matter().replace("---\n", f"---\ncategory: news\n# {'x' * HEAD}\npublished: false\n", 1)
    write_files(tmp_path, {"site.yaml": SITE, "news/a.md": long})
    content = load_content(tmp_path, whole=False)
    assert (len(content.articles), content.held) == (1, ())


@pytest.mark.parametrize("head", [b"", b"---", b"\xef\xbb\xbf", b"\n", b"published: false\n"])
def test_a_file_without_front_matter_is_not_known_from_its_head(head: bytes) -> None:
    assert find_held(head, "x/a.md") is None
