"""Frames in HTML."""

from __future__ import annotations

from html.parser import HTMLParser


class FrameFinder(HTMLParser):
    """Finds the address of the first frame, `src`; empty where there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.src = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of an element that begins."""
        if tag == "iframe" and not self.src:
            self.src = dict(attrs).get("src") or ""
