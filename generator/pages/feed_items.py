"""Stories as entries of feeds: who they are for ever, where they lead, and what they carry."""

from __future__ import annotations

import uuid
from html import escape
from posixpath import splitext
from urllib.parse import urlsplit

from generator.model import Article
from generator.pages.edition import Edition
from generator.pages.feed_views import FeedItem, FeedPicture, JsonFeedAttachment, JsonFeedAuthor, JsonFeedItem
from generator.pages.words import format_rfc822, format_rfc3339
from generator.urls import UnsafeURLError, parse_web_url, url_key

_MIMES = {".avif": "image/avif", ".gif": "image/gif", ".jpeg": "image/jpeg", ".jpg": "image/jpeg",
          ".png": "image/png", ".svg": "image/svg+xml", ".webp": "image/webp"}  # fmt: skip


def identify(article: Article, edition: Edition) -> str:
    """Give the URN of a story: the same when its title, its file or the site's address changes (RFC 9562, version 5).

    It is made of the normalised URL of the story; of two articles with one URL, the newer adds its path.
    """
    key = url_key(article.original_url or article.web_url)
    name = key if edition.digest.is_owner(article) else f"{key}#{article.path}"
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def build_item(article: Article, edition: Edition) -> FeedItem:
    """Build the entry of a story for RSS and Atom."""
    settings = edition.settings
    card = edition.cards[article.path]
    group = edition.digest.provider_of(article)
    picture = _build_picture(article, edition)
    original = article.original_url or article.web_url
    page = settings.address.absolute(article.path)
    return FeedItem(
        guid=identify(article, edition),
        title=article.title,
        link=page if settings.feeds.link == "page" else article.link_out,
        original=original,
        published_822=format_rfc822(article.published_at),
        published=format_rfc3339(article.published_at),
        updated=format_rfc3339(article.changed_at),
        summary=article.excerpt,
        content=_build_content(article, picture, card.provider.name, card.is_video),
        provider=card.provider.name,
        provider_url=_provider_url(group.domain if group else ""),
        topics=tuple(topic.name for topic in edition.digest.topics_of(article)),
        picture=picture,
    )


def as_json_item(item: FeedItem) -> JsonFeedItem:
    """Give the same entry for a JSON Feed."""
    picture = item.picture
    return JsonFeedItem(
        id=item.guid,
        url=item.link,
        external_url=item.original,
        title=item.title,
        content_html=item.content,
        summary=item.summary or None,
        image=picture.url if picture else None,
        date_published=item.published,
        date_modified=item.updated if item.updated != item.published else None,
        authors=(JsonFeedAuthor(item.provider, item.provider_url or None),),
        tags=item.topics or None,
        attachments=(JsonFeedAttachment(picture.url, picture.mime),) if picture and picture.mime else None,
    )


def _build_picture(article: Article, edition: Edition) -> FeedPicture | None:
    picture = edition.cards[article.path].picture
    if picture is None:
        return None
    url = edition.settings.address.origin + picture.src if picture.src.startswith("/") else picture.src
    mime = _MIMES.get(splitext(urlsplit(url).path)[1].lower(), "")
    return FeedPicture(url, mime, picture.width, picture.height, picture.attribution)


def _build_content(article: Article, picture: FeedPicture | None, provider: str, is_video: bool) -> str:
    """Build the HTML that a feed reader shows: picture, excerpt, and where it is from.

    It is no template, for it is the same text inside three formats that each escape it in their own way.
    """
    parts: list[str] = []
    if picture:
        size = f' width="{picture.width}" height="{picture.height}"' if picture.width and picture.height else ""
        credit = f"<br><small>{escape(picture.attribution)}</small>" if picture.attribution else ""
        parts.append(f'<p><img src="{escape(picture.url)}" alt=""{size}>{credit}</p>')
    parts += [f"<p>{escape(line.strip())}</p>" for line in article.excerpt.split("\n") if line.strip()]
    verb = "Watch" if is_video else "Read"
    parts.append(f'<p><a href="{escape(article.link_out)}">{verb} at {escape(provider)}</a></p>')
    return "".join(parts)


def _provider_url(domain: str) -> str:
    try:
        return parse_web_url(f"https://{domain}/") if domain else ""
    except UnsafeURLError:
        return ""
