"""The laws of the plan: addresses, links, and what a page may say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import settings as relaxed
from hypothesis import strategies as st

from generator.indexer.due import select_due
from generator.model import Embed, Picture, Provider, ProviderEntry, StandalonePage
from generator.pages import PAGE_KINDS, Page, check_addresses, plan_pages
from generator.pages.view import View
from generator.pages.views import ArticleView, DayView, HomeView, MonthView, ProviderView, TopicView
from tests.stories import NOON, coverage, edition, entry, settings, story


def hrefs(value: object) -> Iterator[str]:
    """Give every `href` inside a view."""
    if isinstance(value, View):
        for name in value.__struct_fields__:
            found = getattr(value, name)
            if name in {"href", "sources_href", "home", "section"} and found:
                yield found
            else:
                yield from hrefs(found)
    elif isinstance(value, tuple):
        for item in value:
            yield from hrefs(item)


def plan(*args: Any, **fields: Any) -> dict[str, Any]:
    return {page.path: page.view for page in plan_pages(edition(*args, **fields))}


def sample(count: int) -> list[Any]:
    return [
        story(
            f"s{number:02}",
            f"2024-05-{number % 28 + 1:02}",
            topics=[("AI", "Vision", "Space", "C++", "C#")[number % 5]],
            provider=("Alpha", "Beta")[number % 2],
            heat=number,
            related=[coverage(f"https://else.example/{n}") for n in range(number % 9)],
        )
        for number in range(count)
    ]


@relaxed(deadline=None)
@given(st.integers(0, 40), st.integers(1, 7), st.booleans())
def test_no_link_inside_the_site_dangles_and_no_two_pages_share_an_address(count: int, size: int, older: bool) -> None:
    pages = plan_pages(edition(sample(count), [entry("AI"), entry("Vision", "AI"), entry("Empty")],
                               site=settings(page_size=size, older_pages=older)))  # fmt: skip
    addresses = {"/digest/" + page.path for page in pages}
    assert len({page.file.casefold() for page in pages}) == len(pages)
    for page in pages:
        for href in hrefs(page.view):
            if href.startswith("/"):
                assert href.partition("#")[0] in addresses, (page.path, href)


@relaxed(deadline=None)
@given(st.integers(0, 40), st.integers(1, 7), st.booleans())
def test_every_page_is_reachable_from_home(count: int, size: int, older: bool) -> None:
    site = settings(page_size=size, older_pages=older)
    pages = {"/digest/" + page.path: page for page in plan_pages(edition(sample(count), site=site))}
    # Linked from every page's header or footer.
    shared = {f"/digest/{name}/" for name in ("topics", "providers", "archive", "search", "subscribe")}
    seen: set[str] = set()
    waiting = ["/digest/", *shared]
    while waiting:
        address = waiting.pop()
        if address not in seen:
            seen.add(address)
            waiting.extend(href.partition("#")[0] for href in hrefs(pages[address].view) if href.startswith("/"))
    html = {address for address, page in pages.items() if page.template.startswith("pages/")} - {"/digest/404.html"}
    assert html <= seen


def test_the_lead_and_the_top_stories_are_not_repeated_on_the_front_page() -> None:
    view: HomeView = plan(sample(20))[""]
    assert view.lead is not None
    latest = [card.title for group in (*view.latest, *view.river) for card in group.cards]
    top = [view.lead.title, *(card.title for card in view.top)]
    assert len(top) == 6
    assert sorted(top + latest) == sorted(article.title for article in sample(20))


def test_a_front_page_with_one_story_and_with_none() -> None:
    one: HomeView = plan([story("only")])[""]
    assert (one.lead is not None, one.top, one.latest, one.older) == (True, (), (), None)
    none: HomeView = plan([])[""]
    assert (none.lead, none.top, none.latest, none.topics, none.total_text) == (None, (), (), (), "no stories yet")


def test_without_older_pages_the_front_page_leads_on_to_the_archive() -> None:
    pages = plan(sample(20), site=settings(page_size=5, older_pages=False))
    older = pages[""].older
    assert (older.text, older.href) == ("Older stories by day", "/digest/archive/")
    assert [path for path in pages if path.startswith("page/")] == []
    assert "topics/ai/page/1/" not in pages  # four stories stand on the topic's own page
    assert "providers/alpha/page/1/" in pages


def test_without_older_pages_a_front_page_with_every_story_leads_nowhere() -> None:
    assert plan(sample(9), site=settings(page_size=5, older_pages=False))[""].older is None


def test_a_topic_lists_its_own_cards_with_parent_and_children() -> None:
    pages = plan(
        [story("a", topics=["Vision"]), story("b", topics=["AI"]), story("c", topics=["Space"])],
        [entry("AI", description="Machines"), entry("Vision", "AI")],
    )
    parent: TopicView = pages["topics/ai/"]
    child: TopicView = pages["topics/vision/"]
    assert [card.title for card in parent.cards] == ["Story a", "Story b"]
    assert [count.text for count in parent.children] == ["Vision"]
    assert child.parent is not None
    assert child.parent.href == "/digest/topics/ai/"
    assert parent.description == "Machines"


def test_an_article_page_links_out_and_folds_what_is_more_than_six() -> None:
    article = story("x", provider="The Guardian", related=[coverage(f"https://e.example/{n}") for n in range(9)])
    view: ArticleView = plan([article])[article.path]
    assert (view.link_out.text, view.link_out.href) == ("Read at The Guardian", "https://example.org/x")
    assert (len(view.coverage), len(view.coverage_more), view.coverage_more_text) == (6, 3, "Show 3 more")
    assert view.coverage_text == "9 sources"


def test_coverage_of_this_site_leads_inside_under_our_headline() -> None:
    ours = story("ours", title="Our headline")
    view: ArticleView = plan([ours, story("x", related=[coverage(ours.web_url, "Theirs")])])["news/x/"]
    assert [(item.title, item.href, item.internal) for item in view.coverage] == [
        ("Our headline", "/digest/news/ours/", True)
    ]


def test_neighbours_of_an_article_are_by_time() -> None:
    pages = plan([story("a", "2024-05-01"), story("b", "2024-05-02"), story("c", "2024-05-03")])
    view: ArticleView = pages["news/b/"]
    assert view.newer is not None
    assert view.older is not None
    assert (view.newer.text, view.older.text) == ("Story c", "Story a")


def test_a_day_is_linked_with_the_days_before_and_after_that_have_stories() -> None:
    view: DayView = plan([story("a", "2024-05-01"), story("b", "2024-05-09"), story("c", "2024-06-03")])[
        "archive/2024/05/09/"
    ]
    assert view.newer is not None
    assert view.older is not None
    assert (view.newer.href, view.older.href) == ("/digest/archive/2024/06/03/", "/digest/archive/2024/05/01/")


def test_only_article_pictures_come_from_elsewhere() -> None:
    remote, ours = Picture("https://img.example/logo.png"), Picture("/pictures/logo.svg")
    assets = {"/pictures/logo.svg": "/digest/static/pictures/logo.1.svg"}
    pages = plan(
        [story("a", provider="Alpha", topics=["AI"]), story("b", provider="Beta", topics=["Space"])],
        [entry("AI", images=(remote, ours)), entry("Space", images=(remote,))],
        [ProviderEntry("Alpha", "p", images=(remote, ours)), ProviderEntry("Beta", "p", images=(remote,))],
        assets=assets,
    )
    alpha: ProviderView = pages["providers/alpha/"]
    beta: ProviderView = pages["providers/beta/"]
    assert (alpha.mark.logo, beta.mark.logo, beta.mark.initial) == (assets["/pictures/logo.svg"], "", "B")
    assert [bool(pages[f"topics/{slug}/"].picture) for slug in ("ai", "space")] == [True, False]


def test_a_picture_whose_file_is_missing_leaves_a_text_card() -> None:
    view: HomeView = plan([story("a", images=(Picture("/pictures/lost.svg"),))])[""]
    assert view.lead is not None
    assert view.lead.picture is None


def test_a_pictures_file_is_found_however_its_address_is_written() -> None:
    view: HomeView = plan([story("a", images=(Picture("/pictures/caf%C3%A9.svg?v=2"),))],
                          assets={"/pictures/café.svg": "/digest/static/pictures/caf%C3%A9.1.svg"})[""]  # fmt: skip
    assert view.lead is not None
    assert view.lead.picture is not None
    assert view.lead.picture.src == "/digest/static/pictures/caf%C3%A9.1.svg"


def test_the_first_and_the_last_month_of_the_calendar_have_their_pages() -> None:
    pages = plan([story("first", "0001-01-02"), story("last", "9999-12-30")])
    for year, month, day in (("0001", "01", "02"), ("9999", "12", "30")):
        view: MonthView = pages[f"archive/{year}/{month}/"]
        linked = [cell.href for week in view.month.weeks for cell in week if cell.href]
        assert linked == [f"/digest/archive/{year}/{month}/{day}/"]


def test_alternative_text_is_empty_where_it_repeats_the_headline() -> None:
    article = story("a", images=(Picture("https://i.example/a.png", title="STORY  A"),))
    other = story("b", images=(Picture("https://i.example/b.png", title="A heron"),))
    pages = plan([article, other])
    assert [pages[f"news/{stem}/"].picture.alt for stem in "ab"] == ["", "A heron"]


def test_players_are_rebuilt_from_the_id_alone() -> None:
    view: ArticleView = plan([story("v", kind="video", embed=Embed("youtube", "21X5lGlDOfg"))])["news/v/"]
    assert view.player is not None
    assert view.player.src == "https://www.youtube-nocookie.com/embed/21X5lGlDOfg?autoplay=1"
    assert view.link_out.text == "Watch at Example Times"


def test_a_held_back_story_that_is_shown_is_marked_and_never_in_feed_or_sitemap() -> None:
    shown = select_due([story("draft", published=False), story("due")], NOON, unpublished=True).shown
    pages = plan(shown)
    assert pages["news/draft/"].hold == "not published"
    assert [item.title for item in pages["feed.xml"].items] == ["Story due"]
    listed = [address for address, _ in pages["sitemap.xml"].entries]
    assert "https://example.org/digest/news/due/" in listed
    assert not [address for address in listed if "draft" in address]
    assert pages["news/draft/"].head.indexed is False


def test_the_identity_of_a_story_survives_a_new_title_file_and_site() -> None:
    def guids(*articles: Any, **site: Any) -> list[str]:
        return [item.guid for item in plan(articles, site=settings(**site))["feed.xml"].items]

    url = "https://a.example/1"
    (before,) = guids(story("a", web_url=url))
    assert guids(story("b", title="Edited", web_url=url + "?utm_source=x"), url="https://other.example/") == [before]
    both = guids(story("a", "2024-01-01", web_url=url), story("b", "2024-02-01", web_url=url))
    assert both[1] == before
    assert len(set(both)) == 2
    assert before.startswith("urn:uuid:")


def test_one_new_story_changes_few_pages() -> None:
    articles = sample(400)
    site = settings(page_size=10)
    before = {page.path: page.view for page in plan_pages(edition(articles, site=site))}
    fresh = story("fresh", "2024-05-20T13:00", topics=["AI"], provider="Alpha")
    after = {page.path: page.view for page in plan_pages(edition([*articles, fresh], site=site))}
    changed = [path for path in after if before.get(path) != after[path]]
    assert len(before) > 400
    assert len([path for path in changed if path.startswith("news/")]) <= 30


def test_two_files_with_one_address_are_named() -> None:
    pages = plan_pages(
        edition([story("About", category="x")], pages=[StandalonePage("X/about", "pages/X/about.md", "A")])
    )
    (found,) = check_addresses(pages, lambda page: "file of " + page.path)
    assert (found.code, found.place and found.place.path) == ("L101", "file of X/about/")


def test_every_page_kind_yields_pages() -> None:
    laid_out = edition(sample(9), [entry("AI")], pages=[StandalonePage("about", "pages/about.md", "About")],
                       site=settings(page_size=2))  # fmt: skip
    planned: list[Page] = []
    for kind in PAGE_KINDS:
        new = list(kind(laid_out, planned))
        assert new, kind.__module__
        planned.extend(new)


def test_a_provider_page_links_the_providers_site_where_its_domain_is_a_host() -> None:
    pages = plan(
        [story("a", provider=Provider("Alpha", "alpha.example")), story("b", provider=Provider("Beta", "not a host"))]
    )
    assert pages["providers/alpha/"].website.href == "https://alpha.example/"
    assert pages["providers/beta/"].website is None
