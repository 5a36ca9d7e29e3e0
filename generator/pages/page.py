"""A page before it is rendered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.computed import Later
from generator.model import Article
from generator.pages.words import format_rfc3339


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the site: where it goes, which template draws it, and the one value the template sees.

    `path` is the address inside the site without a leading slash: `news/x/` (the file is
    `news/x/index.html`) or `feed.xml`.  `changed` is the time of its newest content as a W3C
    date-time, for the sitemap; `listed` tells whether the sitemap has it.  `planned_view` is the
    view, or a `Later` that builds it when the page is first drawn.
    """

    path: str
    template: str
    planned_view: object
    changed: str = ""
    listed: bool = False

    @property
    def view(self) -> object:
        """The one value that the template sees."""
        return self.planned_view.value if isinstance(self.planned_view, Later) else self.planned_view

    @property
    def file(self) -> str:
        """The file inside the output folder, with forward slashes."""
        return self.path + "index.html" if self.path.endswith("/") or not self.path else self.path


def last_change(articles: Iterable[Article]) -> str:
    """Give the last time that any of the articles was published or changed, as a W3C date-time; empty without one."""
    latest = max((max(each.published_at, each.updated_at or each.published_at) for each in articles), default=None)
    return format_rfc3339(latest) if latest else ""
