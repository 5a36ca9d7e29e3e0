"""A page before it is rendered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from generator.computed import Later
from generator.digests import digest_bytes, digest_facts
from generator.model import Article
from generator.pages.words import format_rfc3339


class Page(msgspec.Struct, frozen=True, eq=False):
    """A file of the site: where it goes, which template draws it, and the one value the template sees.

    `path` is the address inside the site without a leading slash: `news/x/` (the file is
    `news/x/index.html`) or `feed.xml`.  `listed` tells whether the sitemap has it.  The view is planned, or a
    `Later` that builds it when somebody asks, and so is `planned_change`, the time of its newest content, for the
    sitemap; `planned_key` gives the page's key without its view.
    """

    path: str
    template: str
    planned_view: object
    planned_change: Later[datetime | None] | datetime | None = None
    listed: bool = False
    planned_key: Later[bytes] | None = None

    @property
    def view(self) -> object:
        """The one value that the template sees."""
        return self.planned_view.value if isinstance(self.planned_view, Later) else self.planned_view

    def take_view(self) -> object:
        """Give the view for its only use: it is not kept, for those of a whole site would fill the memory."""
        return self.planned_view.once() if isinstance(self.planned_view, Later) else self.planned_view

    @property
    def changed_at(self) -> datetime | None:
        """The time of its newest content; None where it has none."""
        return self.planned_change.value if isinstance(self.planned_change, Later) else self.planned_change

    @property
    def changed(self) -> str:
        """The time of its newest content as a W3C date-time, or empty."""
        moment = self.changed_at
        return "" if moment is None else format_rfc3339(moment)

    @property
    def key(self) -> bytes:
        """The digest of all that the view hangs on, or else of the view itself: 16 bytes, equal only for equal views.

        It does not tell of what all pages share: templates, settings, registries, our own code.
        """
        return digest_facts(self.view) if self.planned_key is None else self.planned_key.value

    @property
    def file(self) -> str:
        """The file inside the output folder, with forward slashes."""
        return self.path + "index.html" if self.path.endswith("/") or not self.path else self.path


def digest_keys(keys: Iterable[bytes]) -> bytes:
    """Digest keys of one length, in their order."""
    return digest_bytes(b"".join(keys))


def last_change(articles: Iterable[Article]) -> Later[datetime | None]:
    """Give the last time that any of the articles was published or changed; None without one."""
    return Later(_find_last_change, articles)


def _find_last_change(articles: Iterable[Article]) -> datetime | None:
    stories = [*articles]
    moments = [story.published_at for story in stories]
    moments += [story.updated_at for story in stories if story.updated_at is not None]
    return max(moments, default=None)
