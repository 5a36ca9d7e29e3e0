"""A few other words amend a site, anything more has it built as always; either way it is as a clean build gives it."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from msgspec.structs import replace

from generator import amending, plan_file
from generator.build import BuildOptions, BuildReport, build
from generator.loader import load_frame
from generator.loader.parse_cache import CACHE_FILE, LATER_FILE
from generator.plan_file import PLAN_FILE, read_plan
from generator.publishing.manifest import MANIFEST, read_manifest
from tests.built import read_tree
from tests.site.desk import ROOT, Desk, files_of_long_ago, open_desk
from tests.site.test_laws import ARTICLES, NOW, SLOW
from tests.site.test_random_history import write_changes

Edit = Callable[[Desk], object]
COVERED = 3  # the story that others of the tests' site show as coverage


@pytest.fixture(autouse=True)
def _long_ago() -> Iterator[None]:
    with files_of_long_ago():
        yield


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = open_desk(tmp_path, ROOT / "content", jobs=1)
    desk.keep(20)
    desk.configure(api=False, feeds={"formats": ["rss"], "lists": ["site", "topics"]})
    address = desk.fields(desk.stories[COVERED])["webUrl"]
    desk.add("covers", related=[{"title": "As told there", "webUrl": address, "publishedDateTime": "2024-09-30"}])
    desk.build()
    return desk


def build_amending(desk: Desk, make: Callable[[Desk], BuildReport] = Desk.verify) -> tuple[BuildReport, int | None]:
    """Build, and give how many pages were planned; None where that was done as always. Mostly compares, too."""
    planned: list[int] = []
    amend = amending.amend_site

    def spy(*given: object) -> object:
        site = amend(*given)  # type: ignore[arg-type]
        planned.append(len(site.pages))
        return site

    with patch("generator.amending.amend_site", spy):
        report = make(desk)
    return report, planned[0] if planned else None


def both(*edits: Edit) -> Edit:
    """Give the edit of several ones."""

    def edit(desk: Desk) -> None:
        for each in edits:
            each(desk)

    return edit


def retitle(story: int, title: str = "Lanterns") -> Edit:
    return lambda desk: desk.change(story, title=title)


def forget_articles(desk: Desk) -> None:
    for name in (CACHE_FILE, LATER_FILE):
        (desk.cache / name).unlink(missing_ok=True)


WORDS: dict[str, Edit] = {
    "a headline": lambda desk: desk.change(7, title="An orchard of lanterns in the harbour"),
    "the newest one's": lambda desk: desk.change(0, title="An orchard of lanterns in the harbour"),
    "the oldest one's": lambda desk: desk.change(19, title="An orchard of lanterns in the harbour"),
    "one with no telling word": lambda desk: desk.change(7, title="So it is"),
    "an excerpt": lambda desk: desk.change(9, excerpt="In other words."),
    "no excerpt": lambda desk: desk.change(9, excerpt=None),
    "tags": lambda desk: desk.change(9, tags=["one", "two"]),
    "the headline of a story that another one covers": lambda desk: desk.change(COVERED, title="Told anew"),
    "several stories": both(*(retitle(each, f"Number {each} of the harbour") for each in (1, 2, 17))),
}


@pytest.mark.parametrize("edit", WORDS.values(), ids=WORDS)
def test_other_words_amend_a_site(desk: Desk, edit: Edit) -> None:
    edit(desk)
    report, planned = build_amending(desk)
    assert planned is not None
    assert planned < report.pages
    assert report.written > 0


@pytest.mark.parametrize(("extra", "is_known"), [("12", True), ("[1, two]", False), ("{a: [1]}", False)])
def test_what_was_read_beside_articles_is_read_again_only_where_a_plan_cannot_say_it(
    desk: Desk, extra: str, is_known: bool
) -> None:
    with_extra = f"---\nname: Internet Archive\ndomain: archive.org\nfounded: {extra}\n---\n"
    desk.write("content/providers/archive.org.md", with_extra)
    desk.build()
    WORDS["a headline"](desk)
    with patch("generator.loader.load_frame", wraps=load_frame) as load:
        _, planned = build_amending(desk)
    assert planned is not None
    assert load.called != is_known


MORE: dict[str, Edit] = {
    "its time": lambda desk: desk.change(7, publishedDateTime="2020-02-02T02:02:02Z"),
    "its last change": lambda desk: desk.change(7, updatedDateTime="2024-02-02T02:02:02Z"),
    "its heat": lambda desk: desk.change(7, heat=99),
    "its topics": lambda desk: desk.change(7, topics=["Space", "Lanterns"]),
    "its provider": lambda desk: desk.change(7, provider={"name": "The Other"}),
    "its address": lambda desk: desk.change(7, webUrl="https://elsewhere.example/"),
    "its category": lambda desk: desk.change(7, category="views"),
    "its pictures": lambda desk: desk.change(7, images=[]),
    "its coverage": lambda desk: desk.change(7, related=[{"title": "There", "webUrl": "https://there.example/"}]),
    "its kind": lambda desk: desk.change(7, type="video"),
    "its end": lambda desk: desk.change(7, expiryDateTime="2030-01-01"),
    "its body": lambda desk: desk.append(7, "More on [this](/topics/)."),
    "a field that nobody knows": lambda desk: desk.change(7, unheard="of"),
    "that it is shown": lambda desk: desk.change(7, published=False),
    "its file's name": lambda desk: desk.rename(7, "another-name"),
    "that it is there": lambda desk: desk.put_away(7),
    "a new story": lambda desk: desk.add("brand-new"),
    "a setting": lambda desk: desk.configure(tagline="All the news"),
    "a topic": lambda desk: desk.write("content/topics/new.yaml", "name: Lanterns\n"),
    "a template": lambda desk: desk.override("templates/pages/article.html", "<h1", "<h1 lang=en"),
    "a style": lambda desk: desk.write("static/css/mine.css", "p { color: red }"),
    "a page of the output": lambda desk: (desk.output / "index.html").write_text("mine"),
    "what is shown": lambda desk: desk.use(unpublished=True),
    "strictness": lambda desk: desk.use(strict=True),
    "the plan is gone": both(lambda desk: (desk.cache / PLAN_FILE).unlink(), retitle(7)),
    "the plan is broken": both(lambda desk: (desk.cache / PLAN_FILE).write_bytes(b"?"), retitle(7)),
    "the articles are forgotten": both(forget_articles, retitle(7)),
    "words, and more in another file": both(retitle(7), lambda desk: desk.change(8, heat=99)),
}


@pytest.mark.parametrize("edit", MORE.values(), ids=MORE)
def test_anything_more_has_the_site_built_as_always(desk: Desk, edit: Edit) -> None:
    edit(desk)
    report, planned = build_amending(desk, Desk.build)  # such builds are compared in the histories
    assert planned is None
    assert not report.failed or desk.options.strict


def test_one_amendment_follows_another(desk: Desk) -> None:
    for number in (5, 6, 5):
        desk.change(number, title=f"The harbour of number {number}, told {time.time_ns()}")
        report, planned = build_amending(desk)
        assert planned is not None
        assert build(desk.options) == replace(report, written=0, unchanged=report.files)


def test_what_was_and_is_again_is_nothing_new(desk: Desk) -> None:
    before = desk.stories[5].read_text("utf-8-sig")
    desk.change(5, title="For a moment")
    desk.build()
    desk.stories[5].write_text(before, "utf-8")
    assert build_amending(desk)[1] is not None
    desk.stories[5].write_text(before, "utf-8")  # touched, and the same
    report, planned = build_amending(desk)
    assert planned is None
    assert report.written == 0


@pytest.mark.parametrize("fault", ["title: 'unclosed", "title: [one, two]", "titel: misspelt"])
def test_a_fault_is_told_as_always(desk: Desk, fault: str) -> None:
    path = desk.stories[7]
    text = path.read_text("utf-8-sig")
    path.write_text(text.replace("---\n", f"---\n{fault}\n", 1).replace("\ntitle:", "\ntags:", 1), "utf-8")
    clean = build(replace(desk.options, output=desk.folder / "other", cache=None))
    report = desk.build()
    assert report.diagnostics == clean.diagnostics
    assert report.diagnostics


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_file_any_more_is_not_waited_for(desk: Desk) -> None:
    desk.stories[7].unlink()
    os.mkfifo(desk.stories[7])
    report = desk.build()
    assert [item.code for item in report.diagnostics if item.code == "F101"] == ["F101"]
    assert report.failed


def test_an_amendment_cut_short_is_made_up_for(desk: Desk) -> None:
    for name in ("generator.printing.publish", "generator.printing.write_ledger", "generator.amending.amend_plan"):
        desk.change(7, title=json.dumps(name))
        with patch(name, side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
            desk.build()
        desk.change(8, title=f"After {name}")
        desk.verify()
    desk.change(9, title="The last of them")
    assert build_amending(desk)[1] is not None


def test_other_words_are_kept_beside_the_plan_until_they_are_many(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_file, "_MANY", 3)
    written, later = (desk.cache / PLAN_FILE), (desk.cache / plan_file.LATER_FILE)
    before = written.read_bytes()
    for story, title in ((7, "Lanterns"), (3, "An orchard"), (7, "An orchard of lanterns"), (9, "Lanterns")):
        desk.change(story, title=title)
        assert build_amending(desk)[1] is not None
        assert written.read_bytes() == before
        assert later.exists()
    desk.change(11, title="The fourth of them")
    assert build_amending(desk)[1] is not None
    assert written.read_bytes() != before
    assert not later.exists()


@pytest.mark.parametrize("most", [1, 100])
def test_an_amended_plan_is_that_of_a_clean_build(desk: Desk, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_file, "_MANY", most)
    for turn, story in enumerate((2, 7, 2, 11)):
        desk.change(story, title=f"Number {turn} of the harbour", tags=["one"])
        assert build_amending(desk)[1] is not None
    amended = read_plan(desk.cache)
    desk.use(clean=True)
    desk.build()
    assert amended == read_plan(desk.cache)
    assert not (desk.cache / plan_file.LATER_FILE).exists()


def test_words_that_are_others_in_another_plan_are_let_go(desk: Desk) -> None:
    later = desk.cache / plan_file.LATER_FILE
    desk.change(7, title="An orchard of lanterns")
    desk.build()
    kept = later.read_bytes()
    desk.change(7, heat=99)
    desk.build()
    plan = read_plan(desk.cache)
    later.write_bytes(kept)
    assert read_plan(desk.cache) == plan
    desk.change(8, title="Lanterns")
    assert build_amending(desk)[1] is not None
    assert later.read_bytes() != kept
    desk.change(9, title="Lanterns")
    assert build_amending(desk)[1] is not None


def test_a_plan_of_another_build_than_the_ledger_is_not_amended(desk: Desk) -> None:
    cache = desk.options.cache
    assert cache is not None
    kept = {file: file.read_bytes() for file in (cache / name for name in (PLAN_FILE, CACHE_FILE))}
    desk.change(5, title="What the older plan does not know")
    desk.build()
    for name in (LATER_FILE, plan_file.LATER_FILE):
        (cache / name).unlink(missing_ok=True)
    for file, content in kept.items():
        file.write_bytes(content)
    desk.change(6, title="One beside it in every list")
    assert build_amending(desk)[1] is None


def test_a_file_of_the_sites_own_keeps_the_place_of_a_page(desk: Desk) -> None:
    desk.write("static/root/index.html", "<p>Mine</p>")
    desk.build()
    desk.change(0, title="An orchard of lanterns in the harbour")
    assert build_amending(desk)[1] is not None
    assert (desk.output / "index.html").read_text("utf-8") == "<p>Mine</p>"


def test_a_strangers_file_is_not_written_over(desk: Desk) -> None:
    page = f"{desk.stories[7].parent.name}/{desk.stories[7].stem}/index.html"
    listed = sorted(read_manifest(desk.output).files - {page})
    (desk.output / MANIFEST).write_text(json.dumps({"version": 1, "files": listed}))
    shutil.rmtree(desk.cache)
    desk.build()
    desk.change(7, title="An orchard of lanterns")
    before = read_tree(desk.output)
    report, planned = build_amending(desk, Desk.build)
    assert planned is not None
    conflicts = [item.place.path for item in report.diagnostics if item.code == "O102" and item.place]
    assert conflicts == [str(desk.output / page)]
    assert read_tree(desk.output) == before


def test_few_pages_are_planned_of_many_stories(desk: Desk) -> None:
    for number in range(300):
        day = f"2023-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"
        desk.add(f"more-{number}", title=f"Word{number % 90} thing{number % 77}", publishedDateTime=day)
    desk.build()
    desk.change(7, title="An orchard of lanterns")
    report, planned = build_amending(desk)
    assert planned is not None
    assert report.pages - planned > 250


SITES = st.dictionaries(st.sampled_from([f"story-{number}" for number in range(12)]), ARTICLES, min_size=4)
SETTINGS = {"page_size": 2, "share_images": False, "search": False, "api": False, "feeds": {"lists": ["topics"]}}
WORD_EDITS = st.tuples(
    st.integers(0, 11),
    st.sampled_from(["title", "excerpt", "tags"]),
    st.lists(st.sampled_from(["harbour", "Bridge", "orchard", "GPT-4", "the"]), min_size=1, max_size=4),
)


@examples(SLOW, max_examples=8)
@given(SITES, st.lists(st.lists(WORD_EDITS, min_size=1, max_size=3), min_size=1, max_size=3))
def test_any_amended_site_equals_a_clean_build(
    site: dict[str, dict[str, Any]], builds: list[list[tuple[int, str, list[str]]]]
) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        options = BuildOptions(Path(scratch, "content"), Path(scratch, "site"), Path(scratch, "cache"), now=NOW, jobs=1)
        write_changes(options.content, site, SETTINGS)
        build(options)
        for number, edits in enumerate(builds):
            for story, field, words in edits:
                fields = site[sorted(site)[story % len(site)]]
                fields[field] = words if field == "tags" else " ".join(words)
            write_changes(options.content, site, SETTINGS)
            clean = replace(options, output=Path(scratch, f"clean-{number}"), cache=None)
            assert build(options).diagnostics == build(clean).diagnostics
            assert read_tree(options.output) == read_tree(clean.output)
