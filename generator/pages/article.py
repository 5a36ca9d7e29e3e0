"""The page of one story."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Raw

from generator.computed import Computed, Later
from generator.indexer.coverage import Coverage
from generator.indexer.story_list import sources_of
from generator.model import Article
from generator.pages.edition import Edition, as_link, topic_path
from generator.pages.keys import NO_KEY
from generator.pages.page import Page, digest_keys
from generator.pages.parts import Card, CoverageView, Head, Link, PlayerView
from generator.pages.structured import describe_story, write_trail
from generator.pages.views import ArticleView

_Trail = tuple[str, Raw]
"""The section that a story's main topic is, and the trail that leads there as JSON; both begin nowhere without one."""
_KeyParts = tuple[list[bytes], list[tuple[int, ...]]]
"""The keys of all stories in their order, between two that stand for none, and the numbers of their neighbours."""


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan the page of every story shown, or of those that are touched."""
    articles, parts = edition.digest.articles, Later(_list_key_parts, edition)
    trails = Computed(["", *edition.digest.topic_by_slug], lambda slug: _build_trail(edition, slug))
    for number in edition.numbers:
        article = articles[number]
        newer = articles[number - 1] if number else None
        older = articles[number + 1] if number + 1 < len(articles) else None
        yield Page(
            article.path,
            "pages/article.html",
            Later(_build_view, edition, trails, article, newer, older),
            article.changed_at,
            not article.hold,
            Later(_build_key, parts, number),
        )


def _list_key_parts(edition: Edition) -> _KeyParts:
    keys = [edition.story_keys[source] for source in sources_of(edition.digest.articles)]
    return [NO_KEY, *keys, NO_KEY], edition.digest.more.choices()


def _build_key(parts: Later[_KeyParts], number: int) -> bytes:
    """Give the key of a story's page: it hangs on its story, the newer and the older one, and its neighbours."""
    keys, more = parts.value
    return digest_keys([*keys[number : number + 3], *[keys[other + 1] for other in more[number]]])


def _build_trail(edition: Edition, slug: str) -> _Trail:
    if not slug:
        return "", write_trail(edition.settings, [])
    path = topic_path(slug)
    return path, write_trail(edition.settings, [(edition.digest.topic_by_slug[slug].name, path)])


def _build_view(
    edition: Edition, trails: Mapping[str, _Trail], article: Article, newer: Article | None, older: Article | None
) -> ArticleView:
    card, words = edition.cards[article.path], edition.words
    topics = edition.digest.topics_of(article)
    coverage = edition.digest.coverage[article.path] if article.related else ()
    entries = tuple([_build_coverage(edition, item) for item in coverage])
    shown = edition.settings.related.shown
    return ArticleView(
        head=_build_head(edition, article, card, trails[topics[0].slug if topics else ""]),
        title=article.title,
        excerpt=article.excerpt,
        excerpt_paragraphs=tuple([line for text in article.excerpt.split("\n") if (line := text.strip())]),
        body=article.body,
        topics=tuple([edition.chips[topic.slug] for topic in topics]),
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
        more=edition.cards_of(edition.digest.more[article.path]),
        more_heading=f"More on {topics[0].name}" if topics else "More like this",
        newer=as_link(newer, edition),
        older=as_link(older, edition),
        day=edition.days[words.local(article.published_at).date()],
        tags=article.tags,
        hold=card.hold,
    )


def _build_head(edition: Edition, article: Article, card: Card, trail: _Trail) -> Head:
    share = edition.shares.get(article.path)
    image = edition.href(share.file) if share else card.picture.src if card.picture else ""
    return edition.head(
        article.path,
        article.title,
        article.excerpt,
        kind="article",
        image=image,
        indexed=not article.hold,
        section=trail[0],
        structured=describe_story(article, card, trail[1]),
    )


def _is_update(article: Article) -> bool:
    """Tell whether the last change is worth showing: a minute or more after publication."""
    return article.updated_at is not None and (article.updated_at - article.published_at).total_seconds() >= 60


def _build_coverage(edition: Edition, item: Coverage) -> CoverageView:
    related, story = item.related, item.story
    return CoverageView(
        href=edition.href(story.path) if story else related.web_url,
        title=story.title if story else related.title,
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
