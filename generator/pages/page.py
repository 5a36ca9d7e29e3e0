"""A page before it is rendered."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the site: where it goes, which template draws it, and the one value the template sees.

    `path` is the address inside the site without a leading slash: `news/x/` (the file is
    `news/x/index.html`) or `feed.xml`.  `changed` is the time of its newest content as a W3C
    date-time, for the sitemap; `listed` tells whether the sitemap has it.
    """

    path: str
    template: str
    view: object
    changed: str = ""
    listed: bool = False

    @property
    def file(self) -> str:
        """The file inside the output folder, with forward slashes."""
        return self.path + "index.html" if self.path.endswith("/") or not self.path else self.path
