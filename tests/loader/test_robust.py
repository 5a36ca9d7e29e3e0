"""No bytes break the loader: there is always a content, and what is wrong is a diagnostic."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.diagnostics import Place, has_errors
from generator.loader import check_pictures, load_content
from generator.reporting import format_text
from tests.loader.folders import SITE, front_matter, write_files

PLACES = ["news/a.md", "topics/a.yaml", "topics/b.md", "providers/a.yaml", "pages/a.md", "site.yaml"]
FIELDS = [
    "title", "publishedDateTime", "webUrl", "excerpt", "quality", "published", "topics", "images", "related",
    "provider", "featuredContent", "category", "mood", "_id", "name", "parent", "otherNames", "url", "locale",
    "timezone", "page_size", "footer", "top", "navigation", "secured",
]  # fmt: skip
SCALARS = st.one_of(
    st.sampled_from(
        ["~", "1", "-1", "2023-13-02", "true", '"x"', "'y'", "https://example.org/", "javascript:x", "|", "12:30"]
    ),
    st.text(max_size=12),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(st.sampled_from(FIELDS), inner, max_size=3).map(
            lambda items: "{" + ", ".join(f"{key}: {value}" for key, value in items.items()) + "}"
        ),
    ),
    max_leaves=6,
)
MAPPINGS = st.lists(st.tuples(st.sampled_from(FIELDS), VALUES), max_size=6).map(
    lambda pairs: "".join(f"{key}: {value}\n" for key, value in pairs)
)
QUICK = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def check(folder: Path) -> None:
    content = load_content(folder, shown_as="content")
    for fault in (*content.diagnostics, *check_pictures(content, folder, [], "content")):
        place = fault.place
        assert place is not None
        assert place.path.startswith("content/")
        assert place.line >= 0
        assert "\n" not in place.text
        assert "\n" not in fault.message
        format_text(fault).encode("utf-8")
    repr(content).encode("utf-8")
    assert content.articles or not (folder / "news/a.md").exists() or has_errors(content.diagnostics)


@QUICK
@given(where=st.sampled_from(PLACES), content=st.binary(max_size=200))
def test_random_bytes(tmp_path: Path, where: str, content: bytes) -> None:
    check(write_files(tmp_path, {"site.yaml": SITE, where: content}))


@QUICK
@given(where=st.sampled_from(PLACES), text=st.text(max_size=120), fenced=st.booleans())
def test_random_text(tmp_path: Path, where: str, text: str, fenced: bool) -> None:
    file = f"---\n{text}\n---\n{text}" if fenced else text
    check(write_files(tmp_path, {"site.yaml": SITE, where: file.encode("utf-8", "surrogatepass")}))


@QUICK
@given(where=st.sampled_from(PLACES), fields=MAPPINGS)
def test_random_fields(tmp_path: Path, where: str, fields: str) -> None:
    file = fields if where.endswith("yaml") else f"---\n{fields}---\n"
    check(write_files(tmp_path, {"site.yaml": SITE, where: file.encode("utf-8", "replace")}))


@pytest.mark.parametrize(
    "text",
    [
        '"\\ud800"', '"\\U00110000"', '"\\0"', "'\ufeff'", "\ufdd0", '"\\x1b[31m"', "=", "<<", "<<: x", ".nan", "-.inf",
        "9" * 5000, "!!int 1", "0001-01-01", "9999-12-31T23:59:59-14:00", "1" * 400 + ":30", "'" + "a" * 100_000 + "'",
        '"&#x110000; &#0; &nosuch; &amp;lt;"', "1e999999999",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "field", ["title", "excerpt", "publishedDateTime", "webUrl", "heat", "mood", "category", "topics"]
)
def test_odd_values(tmp_path: Path, field: str, text: str) -> None:
    check(write_files(tmp_path, {"site.yaml": SITE, "news/a.md": front_matter(**{field: text})}))


HOSTILE = {
    "empty lines": " \n" * 200_000,
    "open quotes": "tags:\n" + '  - "abc\n' * 40_000,
    "an error at the end": "related:\n" + '  - title: "A: b"\n    webUrl: "https://x.org/"\n' * 20_000 + "x: y: z\n",
    "stars": "tags:\n" + '  - "*a"\n' * 50_000,
    "keys": "  " + "a: " * 100_000 + "\n",
    "tags of HTML": "featuredContent: '" + "<a b=" * 50_000 + "'\n",
    "sealed lines": "secured: |\n" + "  abc\n" * 50_000 + "title: twice\n",
    "faults": "related:\n" + '  - title: "A"\n    webUrl: x\n' * 5_000,
}


@pytest.mark.parametrize("fields", HOSTILE.values(), ids=HOSTILE)
def test_the_time_a_file_takes_grows_with_its_size(tmp_path: Path, fields: str) -> None:
    write_files(tmp_path, {"site.yaml": SITE, "news/a.md": front_matter(fields)})
    started = time.process_time()
    load_content(tmp_path)
    assert time.process_time() - started < 5


def test_a_place_is_where_the_value_stands(tmp_path: Path) -> None:
    write_files(tmp_path, {"site.yaml": SITE, "news/a.md": front_matter("topics:\n    -   AI\n    -   [x]\n")})
    (fault,) = load_content(tmp_path, shown_as="content").diagnostics
    assert fault.place == Place("content/news/a.md", 7, 9, "    -   [x]")
