"""All page kinds, and the plan of a site.  A page kind is one file beside this one and one word in `PAGE_KINDS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from generator.diagnostics import Diagnostic, Place, fault
from generator.pages import (
    api,
    archive,
    article,
    day,
    feed,
    home,
    manifest,
    month,
    not_found,
    older,
    provider,
    provider_list,
    robots,
    search,
    sitemap,
    standalone,
    subscribe,
    topic,
    topic_list,
    year,
)
from generator.pages.edition import Edition
from generator.pages.page import Page

PageKind = Callable[[Edition, Sequence[Page]], Iterable[Page]]
"""Plans the pages of one kind from the edition and the pages that earlier kinds have planned."""

PAGE_KINDS: tuple[PageKind, ...] = (
    home.plan,
    older.plan,
    article.plan,
    topic_list.plan,
    topic.plan,
    provider_list.plan,
    provider.plan,
    archive.plan,
    year.plan,
    month.plan,
    day.plan,
    standalone.plan,
    search.plan,
    not_found.plan,
    feed.plan,
    subscribe.plan,
    api.plan,
    manifest.plan,
    robots.plan,
    sitemap.plan,  # after all that it lists
)


def plan_pages(edition: Edition) -> tuple[Page, ...]:
    """Plan every page of the site."""
    pages: list[Page] = []
    for plan in PAGE_KINDS:
        pages.extend(plan(edition, pages))
    return tuple(pages)


def check_addresses(pages: Sequence[Page], sources: Callable[[Page], str]) -> tuple[Diagnostic, ...]:
    """Name every address that two pages share; letter case does not set files apart on every disk.

    `sources` gives the file a page comes from, for people, or an empty text.
    """
    if len({page.file.casefold() for page in pages}) == len(pages):  # as nearly always
        return ()
    owners: dict[str, Page] = {}
    found: list[Diagnostic] = []
    for page in pages:
        first = owners.setdefault(page.file.casefold(), page)
        if first is not page:
            here, there = sources(page) or sources(first), sources(first) or "a page of the site's own"
            found.append(
                fault(
                    "L101",
                    f"the address /{page.path} is taken by {there}",
                    Place(here),
                    "rename the file or its category",
                )
            )
    return tuple(found)
