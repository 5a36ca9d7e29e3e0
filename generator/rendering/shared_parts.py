"""Parts of pages that templates get by a filter or a call, and so without naming the template that renders them."""

from __future__ import annotations

STORIES = (
    ("card", "components/card.html", "href"),
    ("compact_card", "components/compact_card.html", "href"),
    ("rss_item", "components/rss_item.xml", "guid"),
    ("atom_entry", "components/atom_entry.xml", "guid"),
)
"""Filters that render a part of a story once: the macro of the same name, its template, what tells stories apart."""
HEADER, FOOTER = "components/header.html", "components/footer.html"
FUNCTIONS = {"header_html": HEADER, "footer_html": FOOTER}
"""Functions that render a part of every page once, and the templates that they render."""
SHARED = (HEADER, FOOTER, *(template for _, template, _ in STORIES))
"""The templates that pages use without naming them."""
