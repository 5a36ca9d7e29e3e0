"""The preview's state: what is read again, what is shown when something is wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.build import BuildOptions, build
from generator.loader import files
from generator.preview.answers import answer
from generator.preview.messages import HostRule, Request
from generator.preview.screens import build_status
from generator.preview.session import Session
from tests.built import read_tree
from tests.previewed import CHECKOUT, write_article, write_site


def titles(session: Session) -> list[str]:
    return [article.title for article in session.state.generation.site.selection.shown]


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The content files that are opened from now on."""
    opened: list[str] = []
    read = files.read_content

    def note(folder: Path, path: str, shown_as: str) -> object:
        opened.append(path)
        return read(folder, path, shown_as)

    monkeypatch.setattr("generator.loader.folder.read_content", note)
    return opened


def test_an_edited_article_is_the_one_file_that_is_read_again(
    session: Session, project: Path, reads: list[str]
) -> None:
    write_article(project / "content", "s1", "Edited")
    assert session.refresh()
    assert reads == ["news/s1.md"]
    assert sorted(titles(session)) == ["Edited", "Story 0", "Story 2"]


def test_a_file_that_was_only_touched_changes_nothing(session: Session, project: Path, reads: list[str]) -> None:
    number = session.number
    os.utime(project / "content/news/s1.md", ns=(1, 1))
    assert not session.refresh()
    assert reads == ["news/s1.md"]
    assert session.number == number
    assert not session.refresh()
    assert reads == ["news/s1.md"]


def test_a_write_that_keeps_time_and_size_is_seen_where_the_watcher_names_it(session: Session, project: Path) -> None:
    path = project / "content/news/s1.md"
    before = path.stat()
    path.write_text(path.read_text().replace("Story 1", "Shory 1"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not session.refresh()
    assert session.refresh([str(path)])
    assert "Shory 1" in titles(session)


def test_another_time_zone_reads_every_article_anew(session: Session, project: Path) -> None:
    site = project / "content/site.yaml"
    site.write_text(site.read_text() + "timezone: Asia/Tokyo\n")
    session.refresh()
    shown = session.state.generation.site.selection.shown
    assert {article.published_at.isoformat() for article in shown} == {"2024-04-30T15:00:00+00:00"}


BROKEN = "---\ntitle: Broken\npublishedDateTime: 2023-13-02\nwebUrl: https://example.org/b\n---\n"


def test_an_error_leaves_the_last_sound_site(session: Session, project: Path) -> None:
    good = session.state.generation
    (project / "content/news/broken.md").write_text(BROKEN)
    write_article(project / "content", "s1", "Edited")
    session.refresh()
    assert session.state.generation is good
    assert [each.code for each in session.state.diagnostics] == ["A104"]
    assert not session.state.is_sound
    (project / "content/news/broken.md").unlink()
    session.refresh()
    assert session.state.is_sound
    assert "Edited" in titles(session)


def test_a_site_that_begins_with_an_error_shows_what_is_sound(project: Path) -> None:
    (project / "content/news/broken.md").write_text(BROKEN)
    session = Session(BuildOptions(project / "content"))
    session.refresh()
    assert len(titles(session)) == 3
    assert not session.state.is_sound
    write_article(project / "content", "s9", "Later")
    session.refresh()
    assert "Later" in titles(session), "there is no sound site to go back to"


@pytest.mark.parametrize(
    ("settings", "code"), [("title: [", "Y101"), ("url: nowhere\n", "S101"), ("page_size: none\n", "S101")]
)
def test_an_error_in_the_settings_leaves_the_last_sound_site(
    session: Session, project: Path, settings: str, code: str
) -> None:
    good = session.state.generation
    (project / "content/site.yaml").write_text(settings)
    session.refresh()
    assert session.state.generation is good
    assert code in {each.code for each in session.state.diagnostics}


def test_warnings_stop_nothing_unless_they_are_errors(session: Session, project: Path) -> None:
    path = project / "content/news/s1.md"
    path.write_text(path.read_text().replace("Story 1", "Edited").replace("excerpt:", "excerpts:"))
    session.refresh()
    assert "Edited" in titles(session)
    assert session.state.is_sound
    strict = Session(replace(session.options, strict=True))
    strict.refresh()
    assert not strict.state.is_sound


def test_the_content_folder_may_go_and_come_back(session: Session, project: Path) -> None:
    good = session.state.generation
    (project / "content").rename(project / "away")
    session.refresh()
    assert session.state.generation is good
    assert [each.code for each in session.state.diagnostics] == ["F103"]
    (project / "away").rename(project / "content")
    session.refresh()
    assert session.state.is_sound


def test_a_broken_template_leaves_every_page_as_it_was_drawn_or_not(session: Session, project: Path) -> None:
    folder = project / "templates/pages"
    folder.mkdir(parents=True)
    (folder / "day.html").write_text("{% if %}")
    session.refresh()
    assert [each.code for each in session.state.diagnostics] == ["R101"]
    generation = session.state.generation
    assert isinstance(session.draw(generation, "archive/2024/05/01/index.html"), bytes)
    (folder / "day.html").unlink()
    session.refresh()
    assert session.state.is_sound


def test_a_page_whose_view_is_the_same_is_not_drawn_again(session: Session, project: Path) -> None:
    first = session.draw(session.state.generation, "news/s0/index.html")
    far = write_article(project / "content", "far", "Far away", at="2020-01-01")
    far.write_text(far.read_text().replace("Otters", "Herons"))
    session.refresh()
    assert session.draw(session.state.generation, "news/s0/index.html") == first
    drawn = session.state.generation.drawn.by_file["news/s0/index.html"]
    assert session.draw(session.state.generation, "news/s0/index.html") is drawn.content


def test_the_counts_of_the_bar(session: Session, project: Path) -> None:
    held = write_article(project / "content", "held", "Held")
    held.write_text(held.read_text().replace("topics:", "published: false\ntopics:"))
    session.refresh()
    status = build_status(session.state, shows_held=False)
    assert (status.published, status.held_count, status.held[0].href) == (3, 1, "")
    shown = Session(replace(session.options, unpublished=True))
    shown.refresh()
    status = build_status(shown.state, shows_held=True)
    assert (status.published, status.held_count, status.held[0].href) == (3, 1, "/digest/news/held/")


def test_a_waiting_browser_hears_of_a_change_and_of_the_end(session: Session, project: Path) -> None:
    assert not session.wait(session.number, 0)
    before = session.number
    write_article(project / "content", "s1", "Edited")
    session.refresh()
    assert session.wait(before, 0)
    session.stop()
    assert session.wait(session.number, 60)


@pytest.mark.parametrize("own", [False, True], ids=["made up", "demonstration"])
def test_each_previewed_page_equals_the_built_one(tmp_path: Path, own: bool) -> None:
    content = CHECKOUT / "content" if own else write_site(tmp_path, articles=60)
    options = BuildOptions(content, tmp_path / "built", unpublished=True)
    assert not build(options).failed
    session = Session(options)
    session.refresh()
    base = session.state.generation.base
    for name, expected in read_tree(options.output).items():
        if name in (".nojekyll", ".broadsheet-manifest.json") or name.startswith(".broadsheet"):
            continue
        address = session.state.generation.site.settings.address.href(name)
        answered = answer(Request("GET", address, {"host": "localhost"}), session, HostRule("localhost"))
        assert answered.status == 200, name
        before, script, after = answered.body.partition(b'<script src="/__broadsheet__/reload.js"')
        plain = before + after.partition(b"</script>")[2] if script else before
        assert plain == expected, name
        assert bool(script) == name.endswith(".html")
    assert base
