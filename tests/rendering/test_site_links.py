"""Links and pictures that people write by hand lead somewhere, or are named where they stand."""

from __future__ import annotations

from pathlib import Path

from generator.config import FooterLink
from generator.model import StandalonePage
from generator.pages import plan_pages
from generator.rendering import Assets, check_navigation, check_site_links
from tests.loader.folders import front_matter, write_files
from tests.stories import digest, edition, entry, settings, story

BODY = """\
[here](/about/), [a feed](/feed.xml), [a story](/news/a/?x#y), [home](/), [no slash](/about), [out](https://x.example/)
[lost](/abuot/), ![shown](/pictures/caf%C3%A9.svg), ![gone](/pictures/gone.svg), [draft](/news/draft/)
[a file](/pictures/caf%C3%A9.svg)
"""
ASSETS = Assets({"/pictures/café.svg": "/digest/static/pictures/x.svg"}, (("robots.txt", b""),))


def test_links_that_lead_nowhere_are_named_where_they_stand(tmp_path: Path) -> None:
    article, page = story("a", body=BODY), StandalonePage("about", "pages/about.md", "About", body="[x](/nowhere)")
    site = settings(
        footer=(FooterLink("A", "/about/#team"), FooterLink("B", "/lost/"), FooterLink("C", "https://c.example/"))
    )
    write_files(
        tmp_path,
        {
            "news/a.md": front_matter() + BODY,
            "pages/about.md": "---\ntitle: About\n---\n[x](/nowhere)\n",
            "site.yaml": "footer:\n  - {title: B, url: /lost/}\n",
        },
    )
    pages = plan_pages(edition([article], pages=[page], site=site))
    found = check_site_links(digest([article], pages=[page], site=site), site, pages, ASSETS, tmp_path)
    assert [
        (item.code, item.place and (Path(item.place.path).name, item.place.line, item.place.column)) for item in found
    ] == [
        ("L203", ("a.md", 7, 8)),
        ("L201", ("a.md", 7, 61)),
        ("L203", ("a.md", 7, 90)),
        ("L203", ("about.md", 4, 5)),
        ("L203", ("site.yaml", 2, 21)),
    ]
    assert found[0].message == "the link /abuot/ leads to no page of the site"


def test_topics_of_the_navigation_that_do_not_exist_are_named_where_they_stand(tmp_path: Path) -> None:
    write_files(tmp_path, {"site.yaml": "title: Lost\nnavigation:\n  - Space\n  - Lost\n  - spaec\n"})
    found = check_navigation(digest([], [entry("Space")]), settings(navigation=("Space", "Lost", "spaec")), tmp_path)
    assert [(item.code, item.place and item.place.line, item.place and item.place.column) for item in found] == [
        ("L202", 4, 5),
        ("L202", 5, 5),
    ]
    assert found[1].hint == "did you mean 'Space'?"
