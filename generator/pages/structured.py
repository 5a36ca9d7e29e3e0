"""Facts for machines in a page's head: JSON-LD in the words of https://schema.org, kept as brief as they can be.

A page says what the canonical link, Open Graph and the description do not: what the page is, where
it stands, and whose the story is.  The site claims no authorship: the provider is the publisher.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from generator.config import Settings
from generator.model import Article
from generator.pages.parts import Card
from generator.pages.words import format_rfc3339

Fact = dict[str, object]
Crumb = tuple[str, str]
"""A step of the trail that leads to a page: a name, and a path inside the site."""


def describe_home(settings: Settings) -> str:
    """Describe the site, and how to search it (https://schema.org/SearchAction)."""
    site: Fact = {"@type": "WebSite", "name": settings.title, "url": settings.address.absolute("")}
    about = settings.description or settings.tagline
    if about:
        site["description"] = about
    site["inLanguage"] = settings.locale
    if settings.search:
        site["potentialAction"] = {
            "@type": "SearchAction",
            "target": settings.address.absolute("search/") + "?q={search_term_string}",
            "query-input": "required name=search_term_string",
        }
    return _write(site)


def describe_story(article: Article, card: Card, trail: msgspec.Raw) -> str:
    """Describe a story: published by its provider, and the page based on the original; `trail` is a written one.

    Its picture and its address are in the Open Graph tags beside it.
    """
    story: Fact = {"@type": "NewsArticle", "headline": article.title, "datePublished": card.time.iso}
    if article.updated_at and article.updated_at > article.published_at:
        story["dateModified"] = format_rfc3339(article.updated_at)
    story["publisher"] = {"@type": "Organization", "name": card.provider.name}
    story["isBasedOn"] = article.link_out
    return _write({"@graph": [story, trail]})


def describe_list(settings: Settings, name: str, trail: Sequence[Crumb], cards: Iterable[Card] | None = None) -> str:
    """Describe a list: the pages of its stories in order, where it is a list of stories."""
    page: Fact = {"@type": "CollectionPage", "name": name}
    if cards is not None:
        origin = settings.address.origin
        page["mainEntity"] = {
            "@type": "ItemList",
            "itemListElement": [
                {"@type": "ListItem", "position": position, "url": origin + card.href}
                for position, card in enumerate(cards, 1)
            ],
        }
    return _write({"@graph": [page, _build_trail(settings, trail)]})


def describe_page(settings: Settings, trail: Sequence[Crumb]) -> str:
    """Describe where a page stands."""
    return _write(_build_trail(settings, trail))


def write_trail(settings: Settings, trail: Sequence[Crumb]) -> msgspec.Raw:
    """Write the trail that leads to many pages, once for all of them."""
    return msgspec.Raw(msgspec.json.encode(_build_trail(settings, trail)))


def _build_trail(settings: Settings, trail: Sequence[Crumb]) -> Fact:
    """Build the trail from the front page on (https://schema.org/BreadcrumbList)."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": settings.address.absolute(path)}
            for position, (name, path) in enumerate([("Home", ""), *trail], 1)
        ],
    }


def _write(fact: Fact) -> str:
    """Write facts as text that may stand in a `<script>`: no `<` can end it or begin a comment (HTML, 4.12.1.3)."""
    text = msgspec.json.encode({"@context": "https://schema.org", **fact}).decode()
    if "<" not in text and ">" not in text:  # asking is far sooner done than replacing nothing
        return text
    return text.replace("<", "\\u003c").replace(">", "\\u003e")
