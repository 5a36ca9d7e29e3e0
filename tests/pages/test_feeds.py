"""Feeds: which lists have them, what an entry says, and that no text can break one."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as relaxed
from hypothesis import strategies as st

from generator.config import FeedSettings
from generator.model import Hold, Picture, Provider
from generator.pages import Edition, Page, build_site, plan_pages
from generator.pages.feed_views import FeedItem, FeedView, JsonFeedView, OpmlView, SubscribeView
from generator.rendering import builtin_theme
from generator.rendering.render import Renderer
from generator.text import clean_line, clean_text
from tests.feed_rules import ATOM, CONTENT, MEDIA, api_faults, feed_faults, html_faults, map_faults, parse_xml
from tests.stories import edition, entry, settings, story

TOPICS = [entry("AI", description="Machines"), entry("Vision", "AI"), entry("Empty")]


def feeds_of(laid_out: Edition) -> dict[str, Page]:
    return {page.path: page for page in plan_pages(laid_out) if page.template.startswith("feeds/")}


@cache
def files(folder: Path) -> dict[str, str]:
    return {f"/{file.relative_to(folder).as_posix()}": "/x" for file in folder.rglob("*") if file.is_file()}


def render(laid_out: Edition, page: Page) -> bytes:
    theme = builtin_theme()
    site = build_site(laid_out.settings, laid_out.digest)
    return Renderer(theme.templates, site, files(theme.static[0]), laid_out.settings).render(page).content


def item_of(**fields: Any) -> FeedItem:
    view = feeds_of(edition([story("a", **fields)]))["feed.xml"].view
    assert isinstance(view, FeedView)
    return view.items[0]


def titles(page: Page) -> list[str]:
    assert isinstance(page.view, FeedView | JsonFeedView)
    return [item.title for item in page.view.items]


SAMPLE = [story("a", "2024-05-03", topics=["Vision"], provider="Alpha"), story("b", "2024-05-02", topics=["AI"])]


def test_the_site_each_topic_and_each_provider_have_feeds_in_three_formats() -> None:
    pages = feeds_of(edition(SAMPLE, TOPICS))
    for name in ("feed.xml", "atom.xml", "feed.json"):
        assert titles(pages[name]) == ["Story a", "Story b"]
        assert titles(pages[f"topics/ai/{name}"]) == ["Story a", "Story b"], "a parent rolls up"
        assert titles(pages[f"topics/vision/{name}"]) == ["Story a"]
        assert titles(pages[f"topics/empty/{name}"]) == []
        assert titles(pages[f"providers/alpha/{name}"]) == ["Story a"]


@pytest.mark.parametrize(
    ("feeds", "expected"),
    [
        (FeedSettings(formats=("atom",), lists=("site",)), {"atom.xml", "feeds.opml"}),
        (FeedSettings(formats=("json",), lists=("providers",)),
         {"providers/alpha/feed.json", "providers/example-times/feed.json", "feeds.opml"}),
        (FeedSettings(formats=()), set()),
        (FeedSettings(lists=()), set()),
    ],
)  # fmt: skip
def test_the_settings_choose_formats_and_lists(feeds: FeedSettings, expected: set[str]) -> None:
    laid_out = edition(SAMPLE, site=settings(feeds=feeds, api=False))
    pages = {page.path: page for page in plan_pages(laid_out)}
    found = {path for path in pages if path.endswith(("feed.xml", "atom.xml", "feed.json", ".opml"))}
    assert found == expected
    assert ("subscribe/" in pages) == bool(expected)
    site = build_site(laid_out.settings, laid_out.digest)
    assert site.subscribe == ("/digest/subscribe/" if expected else "")
    assert site.feed == ("/digest/atom.xml" if "atom.xml" in expected else "")
    for page in pages.values():
        for link in getattr(getattr(page.view, "head", None), "feeds", ()):
            assert link.href.removeprefix("/digest/") in expected


def test_a_feed_holds_the_newest_stories_that_are_due() -> None:
    articles = [story(f"s{day:02}", f"2024-05-{day:02}") for day in range(1, 10)]
    held = story("held", "2024-05-20", hold=Hold.FUTURE)
    pages = feeds_of(edition([*articles, held], site=settings(feeds=FeedSettings(items=3))))
    assert titles(pages["atom.xml"]) == ["Story s09", "Story s08", "Story s07"]


def test_an_entry_names_its_source_and_keeps_what_is_known_of_the_picture() -> None:
    item = item_of(
        original_url="https://a.example/original",
        provider=Provider("The Guardian", "theguardian.com"),
        topics=["AI", "Space"],
        excerpt="One <b>\n\nTwo & more",
        images=(Picture("https://i.example/p.JPG?x=1", 1200, 800, attribution="AP"),),
        updated_at=story("x", "2024-05-02").published_at,
    )
    assert (item.link, item.original) == ("https://example.org/digest/news/a/", "https://a.example/original")
    assert (item.provider, item.provider_url) == ("The Guardian", "https://theguardian.com/")
    assert (item.published_822, item.updated) == ("Wed, 01 May 2024 12:00:00 +0000", "2024-05-02T00:00:00Z")
    assert item.picture is not None
    assert (item.picture.mime, item.picture.width, item.topics) == ("image/jpeg", 1200, ("AI", "Space"))
    assert "<p>One &lt;b&gt;</p><p>Two &amp; more</p>" in item.content
    assert item.content.endswith('<p><a href="https://example.org/a">Read at The Guardian</a></p>')
    assert html_faults(item.content) == []


def test_a_setting_leads_to_the_original() -> None:
    laid_out = edition([story("a")], site=settings(feeds=FeedSettings(link="original")))
    view = feeds_of(laid_out)["feed.json"].view
    assert isinstance(view, JsonFeedView)
    assert (view.items[0].url, view.home_page_url) == ("https://example.org/a", "https://example.org/digest/")


def test_a_time_before_publication_is_no_update_and_a_picture_of_a_strange_type_has_none() -> None:
    item = item_of(updated_at=story("x", "2020-01-01").published_at, images=(Picture("https://i.example/p"),))
    assert item.updated == item.published
    assert item.picture is not None
    assert item.picture.mime == ""


def test_local_pictures_have_whole_addresses() -> None:
    laid_out = edition([story("a", images=(Picture("/p/a.svg"),))], assets={"/p/a.svg": "/digest/static/p/a.1.svg"})
    view = feeds_of(laid_out)["feed.json"].view
    assert isinstance(view, JsonFeedView)
    assert view.items[0].image == "https://example.org/digest/static/p/a.1.svg"
    assert view.items[0].attachments is not None
    assert view.items[0].attachments[0].mime_type == "image/svg+xml"


def test_the_subscribe_page_and_the_opml_list_every_list() -> None:
    laid_out = edition(SAMPLE, TOPICS)
    pages = {page.path: page for page in plan_pages(laid_out)}
    view, opml = pages["subscribe/"].view, pages["feeds.opml"].view
    assert isinstance(view, SubscribeView)
    assert isinstance(opml, OpmlView)
    listed = [*view.site, *(link for _, entries in view.groups for each in entries for link in each.feeds)]
    planned = [path for path in pages if path.endswith(("feed.xml", "atom.xml", "feed.json"))]
    assert sorted(link.href for link in listed) == sorted(f"/digest/{path}" for path in planned)
    assert view.address == "https://example.org/digest/feed.xml"
    root = parse_xml(render(laid_out, pages["feeds.opml"]))
    urls = [each.get("xmlUrl") for each in root.iter("outline") if each.get("xmlUrl")]
    assert sorted(urls) == sorted(f"https://example.org/digest/{path}" for path in planned if path.endswith("feed.xml"))


def test_pages_advertise_their_own_feeds() -> None:
    pages = {page.path: page.view for page in plan_pages(edition(SAMPLE, TOPICS))}
    head: Any = pages["topics/ai/"]
    assert [link.href for link in head.head.feeds] == [
        f"/digest/topics/ai/{name}" for name in ("feed.xml", "atom.xml", "feed.json")
    ]


def test_entries_are_built_once_and_shared() -> None:
    pages = feeds_of(edition(SAMPLE, TOPICS))
    views = [pages[path].view for path in ("feed.xml", "atom.xml", "topics/ai/feed.xml")]
    assert {id(view.items[0]) for view in views if isinstance(view, FeedView)} == {id(views[0].items[0])}  # type: ignore[attr-defined]


NASTY = [
    "]]><x>",
    "<script>alert(1)</script>",
    "&lt;b&gt; &amp; &nbsp;",
    "\x00\x0b\x1f\ufffe\ud800",
    "a\u2028b",
    "\"'`",
    "日本",
]
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(max_size=40))


@relaxed(deadline=None)
@given(title=TEXTS, excerpt=TEXTS, name=TEXTS, topic=TEXTS, tagline=TEXTS, with_picture=st.booleans())
def test_no_text_breaks_a_feed_a_map_or_the_json(
    title: str, excerpt: str, name: str, topic: str, tagline: str, with_picture: bool
) -> None:
    article = story(
        "a",
        title=clean_line(title) or "T",
        excerpt=clean_text(excerpt).strip(),
        provider=Provider(clean_line(name) or "P", clean_line(name)),
        topics=[clean_line(topic) or "t"],
        images=(Picture("https://i.example/a.png", 3, 2, title=clean_line(title), attribution=clean_line(name)),)
        if with_picture
        else (),
    )
    laid_out = edition([article], site=settings(tagline=clean_line(tagline), title=clean_line(title) or "T"))
    shared = "feed.xml", "atom.xml", "feed.json", "sitemap.xml", "news-sitemap.xml", "feeds.opml", "api/news/index.json"
    pages = feeds_of(laid_out)
    contents = {path: render(laid_out, pages[path]) for path in shared}
    for path in shared[:3]:
        assert feed_faults(path, contents[path]) == [], path
    assert [fault for path in shared[3:5] for fault in map_faults(contents[path])] == []
    assert api_faults(contents["api/news/index.json"]) == []
    parse_xml(contents["feeds.opml"])
    shown = json.loads(contents["feed.json"])["items"][0]
    assert (shown["title"], shown.get("summary", "")) == (article.title, article.excerpt)
    atom = parse_xml(contents["atom.xml"]).find(ATOM + "entry")
    assert atom.findtext(ATOM + "title") == article.title
    assert atom.findtext(ATOM + "content") == parse_xml(contents["feed.xml"]).find("channel/item").findtext(
        CONTENT if article.excerpt else "description"
    )


def test_a_picture_in_rss_carries_type_size_and_credit() -> None:
    laid_out = edition([story("a", images=(Picture("https://i.example/a.png", 3, 2, attribution="AP"),))])
    media = parse_xml(render(laid_out, feeds_of(laid_out)["feed.xml"])).find(f"channel/item/{MEDIA}content")
    assert dict(media.attrib) == {
        "url": "https://i.example/a.png", "medium": "image", "type": "image/png", "width": "3", "height": "2"
    }  # fmt: skip
    assert media.findtext(MEDIA + "credit") == "AP"


def test_an_empty_site_has_sound_feeds() -> None:
    laid_out = edition([])
    pages = feeds_of(laid_out)
    for path in ("feed.xml", "atom.xml", "feed.json"):
        assert feed_faults(path, render(laid_out, pages[path])) == [], path
    assert "news-sitemap.xml" not in pages


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("feed.xml", "<pubDate>Wed", "<pubDate>Thu"),
        ("feed.xml", "<link>https://example.org/digest/news/a/", "<link>/digest/news/a/"),
        ("feed.xml", 'isPermaLink="false"', 'isPermaLink="true"'),
        ("feed.xml", "</item>", "<author>x</author></item>"),
        ("atom.xml", "<author><name>Example Times</name>", "<author>"),
        ("atom.xml", "</entry>", "<strange/></entry>"),
        ("atom.xml", "T12:00:00Z</updated>", "</updated>"),
        ("feed.json", '"date_published":', '"published":'),
        ("feed.json", "\\u003cp\\u003e", "\\u003cscript\\u003e"),
    ],
)
def test_the_rules_find_faults(path: str, before: str, after: str) -> None:
    laid_out = edition([story("a", excerpt="e")])
    content = render(laid_out, feeds_of(laid_out)[path])
    assert feed_faults(path, content) == []
    assert before.encode() in content
    assert feed_faults(path, content.replace(before.encode(), after.encode()))


def test_values_of_feeds_are_frozen() -> None:
    item = item_of()
    with pytest.raises(AttributeError, match="immutable"):
        item.title = "x"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        (1, {"feed.xml": ["s5", "s4"]}),
        (2, {"feed.xml": ["s5", "s4"], "feed-2.xml": ["s3", "s2"]}),
        (9, {"feed.xml": ["s5", "s4"], "feed-2.xml": ["s3", "s2"], "feed-3.xml": ["s1"]}),
    ],
)
def test_a_feed_has_as_many_pages_as_its_stories_fill_and_each_names_the_next(
    pages: int, expected: dict[str, list[str]]
) -> None:
    articles = [story(f"s{number}", f"2024-05-0{number}", title=f"s{number}") for number in range(1, 6)]
    articles.append(story("held", "2024-05-09", hold=Hold.UNPUBLISHED))
    laid_out = edition(articles, site=settings(feeds=FeedSettings(2, pages=pages)))
    found = feeds_of(laid_out)
    shown = {path: titles(page) for path, page in found.items() if re.fullmatch(r"feed(-\d)?\.xml", path)}
    assert shown == expected
    home = "https://example.org/digest/"
    names = [path.removesuffix(".xml").removeprefix("feed") for path in expected]
    for name, following in zip(names, [*names[1:], None], strict=True):
        rss = render(laid_out, found[f"feed{name}.xml"]).decode()
        atom = render(laid_out, found[f"atom{name}.xml"]).decode()
        listed = json.loads(render(laid_out, found[f"feed{name}.json"]))
        assert listed.get("next_url") == (f"{home}feed{following}.json" if following else None)
        wanted = [f"{home}feed{following}.xml", f"{home}atom{following}.xml"] if following else []
        assert re.findall(r'<atom:link href="([^"]*)" rel="next"', rss) == wanted[:1]
        assert re.findall(r'<link rel="next" [^>]*href="([^"]*)"', atom) == wanted[1:]
