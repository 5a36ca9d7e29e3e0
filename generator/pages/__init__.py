"""Digest in, pages out.  A page kind is one file here and one word in `PAGE_KINDS` (`kinds.py`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.exports import export_later

if TYPE_CHECKING:
    from generator.pages.edition import Edition, build_edition
    from generator.pages.kinds import PAGE_KINDS, check_addresses, plan_pages
    from generator.pages.page import Page
    from generator.pages.site import build_site

__all__ = [
    "PAGE_KINDS",
    "Edition",
    "Page",
    "build_edition",
    "build_site",
    "check_addresses",
    "plan_pages",
]

__getattr__ = export_later(
    __name__,
    {
        "Edition": "edition",
        "PAGE_KINDS": "kinds",
        "Page": "page",
        "build_edition": "edition",
        "build_site": "site",
        "check_addresses": "kinds",
        "plan_pages": "kinds",
    },
)
