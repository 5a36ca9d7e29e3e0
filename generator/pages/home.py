"""The front page: the lead, the top stories, the latest by day, topics and providers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.computed import Later
from generator.model import Article
from generator.pages.edition import Edition
from generator.pages.feed_lists import feed_links
from generator.pages.page import Page, last_change
from generator.pages.paging import Chunk, build_paging, split_pages
from generator.pages.parts import Link
from generator.pages.structured import describe_home
from generator.pages.views import HomeView

CARDS = 12
"""Latest stories shown as cards; the rest of the page is a river of headlines."""
PROVIDERS = 12
"""Providers named on the front page, those with most stories first."""


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan the front page; a top story is not repeated among the latest."""
    own = next(split_pages(edition.digest.articles, edition.settings.page_size))
    yield Page("", "pages/home.html", Later(_build_view, edition), last_change(own.articles), listed=True)


def _build_view(edition: Edition) -> HomeView:
    digest, words = edition.digest, edition.words
    own = next(split_pages(digest.articles, edition.settings.page_size))
    top = edition.cards_of(digest.top)
    on_top = {article.path for article in digest.top}
    latest = [article for article in own.articles if article.path not in on_top]
    cards = _whole_days(latest, edition)
    providers = sorted(digest.providers, key=lambda group: -len(group.articles))[:PROVIDERS]
    return HomeView(
        head=edition.head(
            "",
            "",
            feeds=feed_links(edition.settings, "site", "", edition.settings.title),
            structured=describe_home(edition.settings),
        ),
        lead=top[0] if top else None,
        top=top[1:],
        latest=edition.day_groups(latest[:cards]),
        river=edition.day_groups(latest[cards:]),
        topics=tuple(edition.topic_count(topic) for topic in digest.topics if not topic.parent and topic.articles),
        providers=tuple(edition.provider_count(group) for group in providers),
        older=_lead_on(own, edition),
        total_text=words.stories(len(digest.articles)),
    )


def _lead_on(own: Chunk, edition: Edition) -> Link | None:
    """Give the link to what is older than the front page's stories; None where nothing is."""
    if edition.settings.older_pages or not own.last:
        return build_paging(own, "", edition.href).older
    return Link("Older stories by day", edition.href("archive/"))


def _whole_days(articles: Sequence[Article], edition: Edition) -> int:
    """Give how many of the latest stories to show as cards: whole days, unless one day fills the page."""
    if len(articles) <= CARDS:
        return len(articles)
    days = [edition.words.local(article.published_at).date() for article in articles[: CARDS + 1]]
    whole = next((number for number in range(CARDS, 0, -1) if days[number] != days[number - 1]), CARDS)
    return whole if whole >= CARDS // 2 else CARDS
