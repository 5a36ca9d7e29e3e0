"""The rules of HTTP, against the function that answers: no socket, no thread."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.preview.answers import answer
from generator.preview.messages import Answer, HostRule, Request
from generator.preview.session import Session
from tests.previewed import write_article


def ask(session: Session, target: str, method: str = "GET", **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return answer(Request(method, target, {"host": "localhost", **named}), session, HostRule("127.0.0.1"))


STATUSES = [
    ("/digest/", 200),
    ("/digest/index.html", 200),
    ("/digest/news/s1/", 200),
    ("/digest/feed.xml", 200),
    ("/digest/404.html", 200),
    ("/digest/news/s9/", 404),
    ("/digest/news/s1/index.html/", 404),
    ("/elsewhere/", 404),
    ("/news/s1/", 404),
    ("//evil.example/", 404),
    ("/digest//evil.example", 404),
    ("/digest/%2e%2e/site.yaml", 400),
    ("/digest/../content/site.yaml", 400),
    ("/digest/..\\site.yaml", 400),
    ("/digest/%ff/", 400),
    ("/__broadsheet__/", 200),
    ("/__broadsheet__", 200),
    ("/__broadsheet__/overlay", 200),
    ("/__broadsheet__/reload.js", 200),
    ("/__broadsheet__/worker.js", 200),
    ("/__broadsheet__/preview.css", 200),
    ("/__broadsheet__/screens.py", 404),
    ("/__broadsheet__/%2e%2e/answers.py", 400),
]


@pytest.mark.parametrize(("target", "status"), STATUSES)
def test_status(session: Session, target: str, status: int) -> None:
    assert ask(session, target).status == status


REDIRECTS = [
    ("/", 302, "/digest/"),
    ("/?a=b", 302, "/digest/?a=b"),
    ("/digest", 302, "/digest/"),
    ("/digest/news/s1", 308, "/digest/news/s1/"),
    ("/digest/news/s1?a=b", 308, "/digest/news/s1/?a=b"),
    ("/digest/topics", 308, "/digest/topics/"),
]


@pytest.mark.parametrize(("target", "status", "location"), REDIRECTS)
def test_redirects_are_followed_but_not_remembered(session: Session, target: str, status: int, location: str) -> None:
    found = ask(session, target)
    assert (found.status, found.header("location")) == (status, location)
    assert found.header("cache-control") == "no-store"


TYPES = [
    ("/digest/", "text/html; charset=utf-8"),
    ("/digest/feed.xml", "application/xml; charset=utf-8"),
    ("/digest/robots.txt", "text/plain; charset=utf-8"),
    ("/__broadsheet__/reload.js", "text/javascript; charset=utf-8"),
    ("/__broadsheet__/preview.css", "text/css; charset=utf-8"),
]


@pytest.mark.parametrize(("target", "kind"), TYPES)
def test_media_types_have_their_charset(session: Session, target: str, kind: str) -> None:
    found = ask(session, target)
    assert found.header("content-type") == kind
    assert found.header("cache-control") == "no-cache"
    assert found.header("x-content-type-options") == "nosniff"


def test_every_static_file_is_answered_as_it_is_published(session: Session) -> None:
    files = session.state.generation.files
    assert any(name.endswith(".css") for name in files)
    for name, content in files.items():
        expected = content if isinstance(content, bytes) else content.read_bytes()
        assert ask(session, f"/digest/{name}").body == expected


def test_an_etag_saves_the_body_until_the_page_changes(session: Session, project: Path) -> None:
    first = ask(session, "/digest/news/s1/")
    again = ask(session, "/digest/news/s1/", if_none_match=first.header("etag"))
    assert (again.status, again.body) == (304, b"")
    write_article(project / "content", "s1", "Changed")
    session.refresh()
    changed = ask(session, "/digest/news/s1/", if_none_match=first.header("etag"))
    assert changed.status == 200
    assert b"Changed" in changed.body


def test_a_range_of_a_page(session: Session) -> None:
    whole = ask(session, "/digest/").body
    part = ask(session, "/digest/", range="bytes=10-19")
    assert (part.status, part.body) == (206, whole[10:20])


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_other_methods_are_refused(session: Session, method: str) -> None:
    found = ask(session, "/digest/", method)
    assert (found.status, found.header("allow")) == (405, "GET, HEAD")


@pytest.mark.parametrize("target", ["/digest/", "/__broadsheet__/", "/__broadsheet__/overlay", "/digest/nothing"])
def test_a_foreign_host_name_learns_nothing(session: Session, target: str) -> None:
    found = answer(Request("GET", target, {"host": "evil.example"}), session, HostRule("127.0.0.1"))
    assert found.status == 421
    assert b"Story" not in found.body


@pytest.mark.parametrize("stem", ["日本語", "café", "ein artikel", "50%-off", "a+b&c;d"])
def test_addresses_in_any_script_are_found_encoded_and_bare(session: Session, project: Path, stem: str) -> None:
    write_article(project / "content", stem, "Anywhere")
    session.refresh()
    page = next(page for page in session.state.generation.site.pages if "Anywhere" in getattr(page.view, "title", ""))
    href = session.state.generation.site.settings.address.href(page.path)
    assert ask(session, href).status == 200
    assert ask(session, href.rstrip("/")).header("location") == href


def test_a_missing_page_is_the_sites_own_with_the_nearest_addresses(session: Session) -> None:
    found = ask(session, "/digest/news/s11/")
    assert found.status == 404
    assert b"Page not found" in found.body
    assert b'<a href="/digest/news/s1/">/news/s1/</a>' in found.body
    assert b"reload.js" in found.body


def test_a_link_out_of_the_static_folder_is_not_followed(session: Session, project: Path) -> None:
    secret = project / "secret.txt"
    secret.write_text("sealed")
    (project / "static/root").mkdir(parents=True)
    (project / "static/root/inside.txt").write_text("open")
    (project / "static/root/leak.txt").symlink_to(secret)
    (project / "static/root/alias.txt").symlink_to(project / "static/root/inside.txt")
    session.refresh()
    leak = ask(session, "/digest/leak.txt")
    assert leak.status == 403
    assert b"sealed" not in leak.body
    assert ask(session, "/digest/alias.txt").body == b"open"


def test_a_static_file_for_the_root_takes_the_place_of_a_page(session: Session, project: Path) -> None:
    (project / "static/root").mkdir(parents=True)
    (project / "static/root/robots.txt").write_text("mine")
    session.refresh()
    assert ask(session, "/digest/robots.txt").body == b"mine"


def test_a_page_that_cannot_be_drawn_shows_why(session: Session, project: Path) -> None:
    templates = project / "templates/pages"
    templates.mkdir(parents=True)
    (templates / "article.html").write_text("{% if view.title == 'Story 1' %}{{ view.nothing }}{% endif %}x</body>")
    session.refresh()
    good = ask(session, "/digest/news/s1/")
    assert good.status == 200, "the last template that was sound"
    number = session.number
    # A fault of one page alone, which no sample can find.
    (templates / "article.html").write_text("{% if view.title == 'Odd' %}{{ view.nothing }}{% endif %}x</body>")
    session.refresh()
    write_article(project / "content", "odd", "Odd", at="2023-01-01")
    session.refresh()
    assert ask(session, "/digest/news/s1/").body.startswith(b"x")
    failed = ask(session, "/digest/news/odd/")
    assert failed.status == 500
    assert b"templates/pages/article.html:1" in failed.body
    assert b"reload.js" in failed.body
    assert session.number > number
    assert b"R102" in ask(session, "/__broadsheet__/overlay").body
