from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from generator.diagnostics import Place
from generator.loader import load_content
from generator.loader.files import shown_path
from tests.loader.folders import SITE, codes, front_matter, load, write_files

FILE = front_matter()


def stems(folder: Path) -> list[str]:
    return [article.source for article in load_content(folder).articles]


def test_articles_are_in_path_order_whatever_the_disk_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = ["news/b.md", "root.md", "news/a.md", "news/2024/x.md", "news-2/c.md", "Z/y.md"]
    write_files(tmp_path, {"site.yaml": SITE, **dict.fromkeys(paths, FILE)})
    before = load_content(tmp_path)
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: reversed(list(scandir(path))))
    assert load_content(tmp_path) == before
    assert [article.source for article in before.articles] == sorted(paths)


def test_hidden_private_and_leftover_files_are_skipped(tmp_path: Path) -> None:
    skipped = [".a.md", "_a.md", "a.md~", "#a.md#", "a.md.swp", "README.md", "README", ".git/a.md", "_drafts/a.md"]
    silent = ["a.jpg", "a.svg", "LICENSE", "a.pdf"]
    content = load(tmp_path, {f"news/{name}": "x" for name in (*skipped, *silent)})
    assert (content.articles, content.diagnostics) == ((), ())


def test_bom_and_crlf(tmp_path: Path) -> None:
    crlf = front_matter('excerpt: "one\\n\\n  two"\n') + "\nBody\nline\n"
    content = load(
        tmp_path,
        {
            "site.yaml": b"\xef\xbb\xbf" + SITE.encode(),
            "news/a.md": b"\xef\xbb\xbf" + crlf.replace("\n", "\r\n").encode(),
            "news/b.md": crlf.replace("\n", "\r").encode(),
        },
    )
    assert codes(content) == []
    assert [article.body for article in content.articles] == ["Body\nline"] * 2
    assert content.settings.title == "The Test"


def test_places_in_a_file_with_bom_and_crlf(tmp_path: Path) -> None:
    file = "\ufeff" + front_matter(publishedDateTime="'é' # 日本").replace("\n", "\r\n")
    (fault,) = load(tmp_path, {"news/a.md": file}).diagnostics
    assert fault.place == Place("content/news/a.md", 3, 20, "publishedDateTime: 'é' # 日本")


@pytest.mark.parametrize(
    ("content", "line", "column", "text", "message"),
    [
        (b"---\ntitle: caf\xe9\n---\n", 2, 11, "title: caf\ufffd", "the byte E9 is not UTF-8"),
        ("---\r\ntitle: é".encode() + b"\xff", 2, 9, "title: é\ufffd", "the byte FF is not UTF-8"),
        (b"\xef\xbb\xbf\xc3", 1, 1, "\ufffd", "the byte C3 is not UTF-8"),
        (b"---\nsecured: S3CR\xe9T\n---\n", 2, 14, "secured: …", "the byte E9 is not UTF-8"),
        ("---\ntitle: a\n---\n".encode("utf-16"), 1, 1, "", "the file is UTF-16, not UTF-8"),
    ],
)
def test_not_utf8(tmp_path: Path, content: bytes, line: int, column: int, text: str, message: str) -> None:
    (fault,) = load(tmp_path, {"news/a.md": content}).diagnostics
    assert (fault.code, fault.message) == ("F102", message)
    assert fault.place == Place("content/news/a.md", line, column, text)


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    content = load_content(tmp_path / "nowhere", shown_as="nowhere/", url="https://example.org/x/")
    assert codes(content) == ["F103"]
    assert content.diagnostics[0].place == Place("nowhere")
    assert content.settings.address.base == "/x/"


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    write_files(tmp_path, {"content": "x"})
    assert codes(load_content(tmp_path / "content")) == ["F103"]


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege on Windows")
def test_linked_folders_are_entered_once_and_loops_end(tmp_path: Path) -> None:
    write_files(tmp_path, {"elsewhere/x.md": FILE, "content/news/a.md": FILE, "content/site.yaml": SITE})
    folder = tmp_path / "content"
    (folder / "news" / "loop").symlink_to("..")
    (folder / "self").symlink_to("self")
    (folder / "again").symlink_to("news")
    (folder / "a-far").symlink_to(tmp_path / "elsewhere")
    (folder / "b-far").symlink_to(tmp_path / "elsewhere")
    (folder / "linked.md").symlink_to(folder / "news" / "a.md")
    content = load_content(folder, shown_as="content")
    assert [article.source for article in content.articles] == ["a-far/x.md", "linked.md", "news/a.md"]
    assert codes(content) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no such files on Windows")
def test_what_cannot_be_read(tmp_path: Path) -> None:
    write_files(tmp_path, {"site.yaml": SITE, "news/sound.md": FILE})
    (tmp_path / "news" / "gone.md").symlink_to("nowhere.md")
    os.mkfifo(tmp_path / "news" / "pipe.md")
    with (tmp_path / os.fsdecode(b"news/caf\xe9.md")).open("w", encoding="utf-8") as file:
        file.write(FILE)
    content = load_content(tmp_path, shown_as="content")
    assert [(fault.code, fault.place and fault.place.path) for fault in content.diagnostics] == [
        ("F101", "content/news/caf?.md"),
        ("F101", "content/news/gone.md"),
        ("F101", "content/news/pipe.md"),
    ]
    assert str(tmp_path) not in "".join(fault.message for fault in content.diagnostics)
    assert [article.stem for article in content.articles] == ["sound"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read(tmp_path: Path) -> None:
    write_files(tmp_path, {"site.yaml": SITE, "news/a.md": FILE, "shut/b.md": FILE})
    (tmp_path / "news/a.md").chmod(0)
    (tmp_path / "shut").chmod(0)
    try:
        assert codes(load_content(tmp_path)) == ["F101", "F101"]
    finally:
        (tmp_path / "shut").chmod(0o755)


def test_progress_counts_the_articles(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": FILE, "b.md": "broken", "topics/t.yaml": "name: T"})
    heard: list[tuple[str, int, int]] = []
    load_content(tmp_path, on_progress=lambda *each: heard.append(each))
    assert heard == [("Reading", 0, 2), ("Parsing", 1, 2), ("Parsing", 2, 2)]


@pytest.mark.parametrize(
    ("shown_as", "shown"),
    [
        ("content", "content/a.md"),
        ("./content/", "./content/a.md"),
        ("/srv/content", "/srv/content/a.md"),
        (".", "a.md"),
        ("/", "/a.md"),
        ("C:\\content", "C:\\content/a.md"),
    ],
)
def test_paths_are_shown_as_typed(shown_as: str, shown: str) -> None:
    assert shown_path(shown_as, "a.md") == shown


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("---\ntitle: A\n---", ""),
        ("---\ntitle: A\n---\n\n", ""),
        ("\n\n--- \ntitle: A\n...\nText", "Text"),
        ("---\ntitle: A\n---\n\n\n    code\n---\nmore\n", "    code\n---\nmore"),
        ("---\n# nothing but a comment\n---\nText", "Text"),
    ],
)
def test_fences(tmp_path: Path, text: str, body: str) -> None:
    text = text.replace("title: A", "title: A\npublishedDateTime: 2024-05-01\nwebUrl: https://example.org/")
    content = load(tmp_path, {"pages/a.md": text.replace("# nothing", "title: A\n# nothing")})
    assert [page.body for page in content.pages] == [body]


@pytest.mark.skipif(sys.platform == "win32", reason="its file names cannot hold them")
@pytest.mark.parametrize("name", ["back\\slash", "line\nbreak", "tab\there", "bell\a", "turned\u202e", "nul-\x7f"])
def test_a_name_that_no_address_can_hold(tmp_path: Path, name: str) -> None:
    content = load(tmp_path, {f"news/{name}.md": FILE})
    assert codes(content) == ["F101"]
    assert content.diagnostics[0].message == "the file's name has a backslash or a control character in it"
    assert content.articles == ()
