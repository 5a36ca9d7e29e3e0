from __future__ import annotations

from pathlib import Path

from generator.diagnostics import Place
from generator.loader import check_pictures
from tests.loader.folders import front_matter, load

ARTICLE = front_matter(
    "images:\n  - url: /pictures/a.svg\n  - /pictures/gone.svg\n  - url: '/pictures/gone.svg'\n"
    "  - https://example.org/x.svg\n  - /pictures/caf%C3%A9.svg?v=2\n"
    "provider: {name: P, images: [/logos/p.svg]}\n"
    "related:\n  - {title: R, webUrl: 'https://example.org/r', images: [/pictures/other.svg]}\n"
)


def test_missing_pictures_are_warned_of_where_they_stand(tmp_path: Path) -> None:
    content = load(
        tmp_path,
        {
            "news/a.md": ARTICLE,
            "topics/t.yaml": "name: T\nimages: [/pictures/t.svg]\n",
            "providers/p.yaml": "name: P\nimages:\n  - url: /logos/p.svg\n  - /logos/q.svg\n",
        },
    )
    assert content.diagnostics == ()
    static = {"/pictures/a.svg", "/pictures/café.svg", "/logos/p.svg"}
    faults = check_pictures(content, tmp_path, static, "content")
    assert {fault.code for fault in faults} == {"L201"}
    assert [fault.place for fault in faults] == [
        Place("content/news/a.md", 7, 5, "  - /pictures/gone.svg"),
        Place("content/news/a.md", 8, 11, "  - url: '/pictures/gone.svg'"),
        Place("content/providers/p.yaml", 4, 5, "  - /logos/q.svg"),
        Place("content/topics/t.yaml", 2, 10, "images: [/pictures/t.svg]"),
    ]
    assert faults[0].message == "the picture /pictures/gone.svg is not in the static folder"


def test_a_picture_that_is_not_found_in_its_file_is_placed_on_the_file(tmp_path: Path) -> None:
    content = load(tmp_path, {"news/a.md": front_matter('images: ["/a\\x2esvg"]\n')})
    (fault,) = check_pictures(content, tmp_path, [], "content")
    assert fault.place == Place("content/news/a.md")


def test_a_file_that_is_gone_in_between(tmp_path: Path) -> None:
    content = load(tmp_path, {"news/a.md": front_matter("images: [/a.svg]\n")})
    (tmp_path / "news/a.md").unlink()
    (fault,) = check_pictures(content, tmp_path, [], "content")
    assert fault.place == Place("content/news/a.md")


def test_no_file_is_read_again_where_nothing_is_missing(tmp_path: Path) -> None:
    content = load(tmp_path, {"news/a.md": front_matter("images: [/a.svg]\n")})
    assert check_pictures(content, tmp_path / "nowhere", ["/a.svg"]) == ()
