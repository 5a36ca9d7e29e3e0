"""Which stories have a share image drawn, and what is on it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import msgspec

from generator.config import Settings
from generator.indexer.digest import Digest
from generator.model import Article
from generator.text import choose_tint

FORMAT = 1
"""Goes up with every change of the drawing, so that no old one is taken for it."""
FOLDER = "share/"
LARGE = 1200
"""A picture of this width in pixels or more needs no stand-in: Open Graph readers show it large."""


class ShareImage(msgspec.Struct, frozen=True):
    """An image to draw: its file inside the site, its words, and the tint (0 to 7) of its topic."""

    file: str
    title: str
    topic: str
    provider: str
    site: str
    tint: int


def plan_images(digest: Digest, settings: Settings, can_draw: Callable[[str], bool]) -> dict[str, ShareImage]:
    """Plan the share images by the path of their story: none where the settings do not want them or the site is large.

    A story with a large picture of its own has none, nor has one with words that `can_draw` refuses.
    """
    if not settings.share_images or len(digest.articles) > settings.share_images_limit:
        return {}
    planned = ((article.path, _plan_image(digest, settings, article)) for article in digest.articles)
    return {path: image for path, image in planned if image and all(map(can_draw, _words(image)))}


def _plan_image(digest: Digest, settings: Settings, article: Article) -> ShareImage | None:
    if article.images and (article.images[0].width or 0) >= LARGE:
        return None
    topics = digest.topics_of(article)
    group = digest.provider_of(article)
    topic, provider = topics[0].name if topics else "", group.name if group else ""
    tint = choose_tint(topic or provider)
    words = (article.title, topic, provider, settings.title)
    key = hashlib.sha256(repr((FORMAT, article.path, words, tint)).encode()).hexdigest()[:10]
    # Where a link is shared an image is kept by its address: with other words it has another one.
    return ShareImage(f"{FOLDER}{article.stem}.{key}.png", *words, tint)


def _words(image: ShareImage) -> tuple[str, ...]:
    return image.title, image.topic, image.provider, image.site
