"""Stand-alone pages, such as `/about/`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.computed import Later
from generator.digests import digest_facts
from generator.pages.edition import Edition
from generator.pages.page import Page
from generator.pages.structured import describe_page
from generator.pages.views import StandaloneView


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan the page of every file in `pages/`."""
    for page in edition.digest.pages:
        path = f"{page.path}/"
        view = StandaloneView(
            edition.head(
                path, page.title, page.description, structured=describe_page(edition.settings, [(page.title, path)])
            ),
            page.title,
            page.body,
        )
        # The body names its pictures by their static files, whose links change with their bytes.
        key = Later(digest_facts, view, sorted(edition.assets.items()))
        yield Page(path, "pages/standalone.html", view, listed=True, planned_key=key)
