"""The search page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.pages.edition import Edition
from generator.pages.page import Page
from generator.pages.parts import Link
from generator.pages.views import SearchView

PATH = "search/"


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan `/search/` where the settings want it; the page hangs on no story, the index beside it does."""
    if not edition.settings.search:
        return
    ways = (("Topics", "topics/"), ("Providers", "providers/"), ("Archive", "archive/"))
    view = SearchView(
        head=edition.head(PATH, "Search", f"Search all stories of {edition.settings.title}", indexed=False),
        title="Search",
        index=edition.href(PATH),
        ways=tuple(Link(text, edition.href(path)) for text, path in ways),
    )
    yield Page(PATH, "pages/search.html", view)
