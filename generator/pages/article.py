"""The page of one story."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.computed import Later
from generator.indexer.coverage import Coverage
from generator.indexer.story_list import sources_of
from generator.model import Article
from generator.pages.edition import Edition, as_link, day_path, topic_path
from generator.pages.keys import NO_KEY
from generator.pages.page import Page, digest_keys, last_change
from generator.pages.parts import CoverageView, Head, Link, PlayerView
from generator.pages.structured import describe_story
from generator.pages.views import ArticleView
from generator.text import shorten

_COVERAGE_EXCERPT = 120


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan the page of every story shown, or of those that are touched."""
    articles, keys = edition.digest.articles, Later(_build_keys, edition)
    for number in edition.numbers:
        article = articles[number]
        newer = articles[number - 1] if number else None
        older = articles[number + 1] if number + 1 < len(articles) else None
        yield Page(
            article.path,
            "pages/article.html",
            Later(_build_view, edition, article, newer, older),
            last_change([article]),
            not article.hold,
            Later(_pick_key, keys, number),
        )


def _build_keys(edition: Edition) -> dict[int, bytes]:
    """Give the keys of the planned stories' pages, by their number; nearly every page is one of these.

    A page hangs on its story, the newer and the older one, and its neighbours.
    """
    keys = [edition.story_keys[source] for source in sources_of(edition.digest.articles)]
    around = [NO_KEY, *keys, NO_KEY]
    more = edition.digest.more.choices()
    return {
        number: digest_keys([*around[number : number + 3], *[keys[other] for other in more[number]]])
        for number in edition.numbers
    }


def _pick_key(keys: Later[dict[int, bytes]], number: int) -> bytes:
    return keys.value[number]


def _build_view(edition: Edition, article: Article, newer: Article | None, older: Article | None) -> ArticleView:
    card, words = edition.cards[article.path], edition.words
    topics = edition.digest.topics_of(article)
    entries = tuple(_build_coverage(edition, item) for item in edition.digest.coverage[article.path])
    shown = edition.settings.related.shown
    day = words.local(article.published_at).date()
    return ArticleView(
        head=_build_head(edition, article),
        title=article.title,
        excerpt=article.excerpt,
        excerpt_paragraphs=tuple(line.strip() for line in article.excerpt.split("\n") if line.strip()),
        body=article.body,
        topics=tuple(edition.chip(topic) for topic in topics),
        provider=card.provider,
        published=card.time,
        updated=words.time(article.updated_at) if _is_update(article) and article.updated_at else None,
        picture=card.picture,
        player=_build_player(article),
        link_out=Link(f"{'Watch' if card.is_video else 'Read'} at {card.provider.name}", article.link_out),
        amp=article.amp_url,
        coverage_text=card.sources_text,
        coverage=entries[:shown],
        coverage_more=entries[shown:],
        coverage_more_text=f"Show {words.number(len(entries) - shown)} more" if len(entries) > shown else "",
        more=edition.cards_of(edition.digest.more.get(article.path, ())),
        more_heading=f"More on {topics[0].name}" if topics else "More like this",
        newer=as_link(newer, edition),
        older=as_link(older, edition),
        day=Link(words.full_date(day), edition.href(day_path(day))),
        tags=article.tags,
        hold=card.hold,
    )


def _build_head(edition: Edition, article: Article) -> Head:
    picture, share = edition.cards[article.path].picture, edition.shares.get(article.path)
    topics = edition.digest.topics_of(article)
    image = edition.href(share.file) if share else picture.src if picture else ""
    return edition.head(
        article.path,
        article.title,
        article.excerpt,
        kind="article",
        image=image,
        indexed=not article.hold,
        section=topic_path(topics[0].slug) if topics else "",
        structured=describe_story(
            edition.settings,
            article,
            edition.cards[article.path].provider.name,
            [(topic.name, topic_path(topic.slug)) for topic in topics[:1]],
        ),
    )


def _is_update(article: Article) -> bool:
    """Tell whether the last change is worth showing: a minute or more after publication."""
    return article.updated_at is not None and (article.updated_at - article.published_at).total_seconds() >= 60


def _build_coverage(edition: Edition, item: Coverage) -> CoverageView:
    related, story = item.related, item.story
    return CoverageView(
        href=edition.href(story.path) if story else related.web_url,
        title=story.title if story else related.title,
        excerpt=shorten(related.excerpt, _COVERAGE_EXCERPT),
        provider=edition.mark_of(story or related),
        time=edition.words.time(related.published_at) if related.published_at else None,
        internal=story is not None,
        is_video=related.kind == "video",
    )


def _build_player(article: Article) -> PlayerView | None:
    """Build the click-to-load player of an embed, in the host's form that sets no cookie before a play."""
    embed = article.embed
    if embed is None:
        return None
    if embed.player == "youtube":
        origin = "https://www.youtube-nocookie.com"
        src = f"{origin}/embed/{embed.video_id}?autoplay=1"
        return PlayerView("YouTube", src, f"https://www.youtube.com/watch?v={embed.video_id}", article.title, origin)
    origin = "https://player.vimeo.com"
    src = f"{origin}/video/{embed.video_id}?autoplay=1&dnt=1"
    return PlayerView("Vimeo", src, f"https://vimeo.com/{embed.video_id}", article.title, origin)
