"""A topic's stories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.computed import Later
from generator.indexer.topics import Topic
from generator.pages.edition import Edition, topic_path
from generator.pages.feed_lists import feed_links
from generator.pages.page import Page, last_change
from generator.pages.paging import Chunk, build_paging, page_path
from generator.pages.parts import Card
from generator.pages.structured import describe_list
from generator.pages.views import TopicView
from generator.text import choose_tint


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan `/topics/{slug}/` and its numbered pages; a parent includes its children's stories once each."""
    for topic in edition.digest.topics:
        for chunk in edition.split(topic.articles):
            path = page_path(topic_path(topic.slug), chunk.number)
            view, key = Later(_build_view, edition, topic, chunk), Later(_build_key, edition, topic, chunk)
            listed = len(topic.articles) >= edition.settings.index_from
            yield Page(path, "pages/topic.html", view, last_change(chunk.articles), listed, key)


def _build_key(edition: Edition, topic: Topic, chunk: Chunk) -> bytes:
    by_slug = edition.digest.topic_by_slug
    parent = by_slug[topic.parent] if topic.parent else None
    names = [(each.slug, each.name) for each in (topic, parent) if each]
    indexed = len(topic.articles) >= edition.settings.index_from
    if chunk.number:
        return edition.key(chunk.articles, names, indexed, chunk.place)
    picture = edition.local_picture(topic.images, topic.name)
    children = [edition.topic_count(by_slug[slug]) for slug in topic.children]
    return edition.key(chunk.articles, names, indexed, chunk.place, len(topic.articles), picture, children)


def _build_view(edition: Edition, topic: Topic, chunk: Chunk) -> TopicView:
    list_path, cards = topic_path(topic.slug), edition.cards_of(chunk.articles)
    title = f"{topic.name}, page {chunk.number}" if chunk.number else topic.name
    first = chunk.number == 0
    by_slug = edition.digest.topic_by_slug
    return TopicView(
        head=edition.head(
            page_path(list_path, chunk.number),
            title,
            topic.description or f"News about {topic.name}",
            indexed=len(topic.articles) >= edition.settings.index_from,
            section=list_path,
            feeds=feed_links(edition.settings, "topics", list_path, topic.name),
            structured=_describe(edition, topic, chunk.number, title, cards),
        ),
        title=topic.name,
        description=topic.description,
        tint=choose_tint(topic.name),
        count_text=edition.words.stories(len(topic.articles)) if first else "",
        hashtags=topic.entry.hashtags if topic.entry else (),
        picture=edition.local_picture(topic.images, topic.name) if first else None,
        parent=edition.chip(by_slug[topic.parent]) if topic.parent else None,
        children=tuple(edition.topic_count(by_slug[slug]) for slug in topic.children) if first else (),
        cards=cards,
        paging=build_paging(chunk, list_path, edition.href),
    )


def _describe(edition: Edition, topic: Topic, number: int, title: str, cards: Iterable[Card]) -> str:
    own = topic_path(topic.slug)
    parent = edition.digest.topic_by_slug[topic.parent] if topic.parent else None
    trail = [
        ("Topics", "topics/"),
        *([(parent.name, topic_path(parent.slug))] if parent else []),
        (topic.name, own),
        *([(title, page_path(own, number))] if number else []),
    ]
    return describe_list(edition.settings, title, trail, cards)
