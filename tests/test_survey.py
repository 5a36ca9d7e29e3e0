"""A survey tells what lies on the disk, and whether that is what lay there before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.loader import load_content
from generator.options import BuildOptions
from generator.survey import survey_files
from tests.site.desk import ROOT, Desk, files_of_long_ago, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = open_desk(tmp_path, ROOT / "content")
    desk.keep(5)
    desk.add("no story").rename(desk.content / "news" / "a\\b.md")
    desk.write("content/site.yml", "title: Otherwise")
    (desk.content / "news" / "linked.md").symlink_to(desk.stories[0])
    (desk.content / "news" / "lost.md").symlink_to("nowhere.md")
    return desk


def test_it_sees_all_files(desk: Desk) -> None:
    with files_of_long_ago():
        seen = survey_files(desk.options)
    assert seen is not None
    assert seen.rest
    assert {item.code for item in seen.found.diagnostics} == {"F101", "F201"}
    assert seen.found.statuses.keys() == {*seen.found.articles} - {"news/lost.md"}


@pytest.mark.parametrize("is_kept", [False, True])
def test_reading_finds_the_status_that_a_look_would_have_found(desk: Desk, is_kept: bool) -> None:
    with files_of_long_ago():
        if is_kept:  # as after a build that ended with an error
            load_content(desk.content, cache=desk.cache)
        before, listed = survey_files(desk.options), survey_files(desk.options, articles=False)
        assert before is not None
        assert listed is not None
        assert (listed.found.articles, listed.rest, listed.shelves) == (before.found.articles, before.rest, ())
        assert not listed.found.statuses
        load_content(desk.content, found=listed.found, cache=desk.cache)
    assert listed.found.statuses == before.found.statuses
    assert listed.shelve() == before.shelves


def test_a_file_that_cannot_be_read_leaves_its_shelf_in_doubt(desk: Desk) -> None:
    listed = survey_files(desk.options, articles=False)
    assert listed is not None
    load_content(desk.content, found=listed.found)
    assert listed.shelve() == (b"",)


OTHER: dict[str, Callable[[Desk], object]] = {
    "an article's name": lambda desk: desk.stories[0].rename(desk.stories[0].with_stem("another")),
    "a topic's name": lambda desk: (desk.content / "topics/one.md").rename(desk.content / "topics/two.md"),
    "a topic": lambda desk: desk.write("content/topics/one.md", "---\nname: One more\n---\n"),
    "a file that is not read": lambda desk: desk.write("content/news/notes.txt", "notes"),
    "the address": lambda desk: desk.use(url="https://example.org/"),
}


@pytest.mark.parametrize("edit", OTHER.values(), ids=OTHER)
def test_another_frame_is_signed_otherwise(desk: Desk, edit: Callable[[Desk], object]) -> None:
    desk.write("content/topics/one.md", "---\nname: One\n---\n")
    with files_of_long_ago():
        before, again = survey_files(desk.options), survey_files(desk.options)
        edit(desk)
        after = survey_files(desk.options)
    assert before
    assert after
    assert before == again
    assert before.rest != after.rest


def test_where_there_is_no_folder_there_is_no_survey(tmp_path: Path) -> None:
    assert survey_files(BuildOptions(tmp_path / "none", tmp_path / "site", None)) is None
