"""A build over earlier ones equals a clean build, on random histories of random content, with one cache."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from generator.build import BuildOptions, build
from tests.built import read_tree
from tests.site.desk import files_of_long_ago
from tests.site.test_laws import ARTICLES, NOW, SLOW

Site = dict[str, dict[str, Any]]
STEMS = [f"story-{number}" for number in range(12)]
FIELDS = ["title", "topics", "provider", "webUrl", "publishedDateTime", "related", "images", "heat", "published"]
SITES = st.dictionaries(st.sampled_from(STEMS), ARTICLES, min_size=4, max_size=12)
EDITS = st.tuples(
    st.sampled_from(["put", "drop", "swap", "rename", "rename", *FIELDS]),
    st.integers(0, 11),
    st.integers(0, 11),
    ARTICLES,
)
# Seldom: with other settings every page is drawn again, and nothing is learned of what is not.
SETTINGS = st.sampled_from([{"page_size": 2}] * 5 + [{"page_size": 3, "related": {"more": 2}}])
BUILDS = st.tuples(
    st.lists(EDITS, min_size=1, max_size=3), SETTINGS, st.sampled_from(["one"] * 4 + ["other"]), st.booleans()
)


def edit(site: Site, kind: str, number: int, far: int, other: dict[str, Any]) -> None:
    names = sorted(site)
    if kind == "put" or not names:
        site[STEMS[number]] = other
        return
    name, partner = names[number % len(names)], names[far % len(names)]
    if kind == "drop":
        del site[name]
    elif kind == "rename":
        site[STEMS[far]] = site.pop(name)
    elif kind == "swap":
        site[name], site[partner] = site[partner], site[name]
    elif kind in other:
        site[name] = {**site[name], kind: other[kind]}
    else:
        site[name] = {field: value for field, value in site[name].items() if field != kind} | {
            "title": site[name]["title"], "publishedDateTime": site[name]["publishedDateTime"],
            "webUrl": site[name]["webUrl"],
        }  # fmt: skip


def write_changes(folder: Path, site: Site, settings: dict[str, Any]) -> None:
    """Make a content folder hold a site; files that stay the same are not touched."""
    files = {
        f"news/{stem}.md": f"---\n{yaml.safe_dump(fields, allow_unicode=True)}---\n" for stem, fields in site.items()
    }
    files["site.yaml"] = yaml.safe_dump({"title": "Laws", "url": "https://laws.example/site/", **settings})
    files["topics/ai.yaml"] = "name: AI\nparent: Net\n"
    for path in (folder / "news").glob("*.md"):
        if f"news/{path.name}" not in files:
            path.unlink()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")


@examples(SLOW, max_examples=7)
@given(SITES, st.lists(BUILDS, min_size=3, max_size=5))
def test_any_history_with_one_cache_equals_clean_builds(
    site: Site, builds: list[tuple[list[tuple[str, int, int, dict[str, Any]]], dict[str, Any], str, bool]]
) -> None:
    with tempfile.TemporaryDirectory() as scratch, files_of_long_ago():
        content, cache = Path(scratch, "content"), Path(scratch, "cache")
        for number, (edits, settings, output, unpublished) in enumerate(builds):
            for each in edits:
                edit(site, *each)
            write_changes(content, site, settings)
            over, clean = Path(scratch, output), Path(scratch, f"clean-{number}")
            for folder, kept in ((over, cache), (clean, None)):
                options = BuildOptions(content, folder, cache=kept, now=NOW, unpublished=unpublished, jobs=1)
                report = build(options)
                assert not report.failed, report.diagnostics
            assert read_tree(over) == read_tree(clean)
