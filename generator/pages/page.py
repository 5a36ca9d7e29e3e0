"""A page before it is rendered."""

from __future__ import annotations

from dataclasses import dataclass

from generator.computed import Later


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
