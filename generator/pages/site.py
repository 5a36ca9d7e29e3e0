"""What every page shares: the name, the navigation, the footer."""

from __future__ import annotations

from babel import Locale

from generator import __version__
from generator.config import Settings
from generator.indexer.digest import Digest
from generator.pages import subscribe
from generator.pages.edition import build_chip
from generator.pages.feed_lists import feed_links, select_feed_lists
from generator.pages.parts import Link, SiteView
from generator.text import fold

_NAVIGATION = 8  # topics in the header where the settings name none


def build_site(settings: Settings, digest: Digest) -> SiteView:
    """Build the shared view; it hangs on settings and registries only, so that no story changes every page."""
    href = settings.address.href
    locale = Locale.parse(settings.locale, sep="-")
    return SiteView(
        title=settings.title,
        tagline=settings.tagline,
        description=settings.description or settings.tagline,
        language=settings.locale,
        direction="rtl" if locale.character_order == "right-to-left" else "ltr",
        home=href(""),
        root=settings.address.base,
        navigation=_navigation(settings, digest),
        sections=(
            Link("Topics", href("topics/")),
            Link("Providers", href("providers/")),
            Link("Archive", href("archive/")),
        ),
        footer=(
            *(Link(page.title, href(f"{page.path}/")) for page in digest.pages),
            *(Link(link.title, _footer_href(link.url, settings)) for link in settings.footer),
        ),
        feed=next((link.href for link in feed_links(settings, "site", "", settings.title)), ""),
        subscribe=href(subscribe.PATH) if any(select_feed_lists(digest, settings)) else "",
        search=href("search/") if settings.search else "",
        generator=f"Broadsheet {__version__}",
    )


def _navigation(settings: Settings, digest: Digest) -> tuple[Link, ...]:
    chosen = (
        [digest.topic_by_name[fold(name)] for name in settings.navigation if fold(name) in digest.topic_by_name]
        if settings.navigation
        else [topic for topic in digest.topics if topic.entry][:_NAVIGATION]
    )
    chips = (build_chip(topic, settings) for topic in chosen)
    return tuple(Link(chip.text, chip.href) for chip in chips)


def _footer_href(url: str, settings: Settings) -> str:
    return settings.address.link(url) if url.startswith("/") else url
