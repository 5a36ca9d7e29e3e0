"""Stand-alone Markdown pages, such as the one about the site."""

from __future__ import annotations

from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from generator.loader.frontmatter import read_front_matter
from generator.loader.report import Report
from generator.loader.source import Source
from generator.model import StandalonePage
from generator.text import clean_text
from generator.urls import build_slug

_FIELDS = frozenset(("title", "description"))
_WORDS = {"headline": "title", "name": "title", "summary": "description", "excerpt": "description"}


def read_page(source: Source, path: str, _zone: ZoneInfo) -> tuple[StandalonePage | None, Report]:
    """Read a stand-alone page; `pages/team/Contact us.md` has the address `team/contact-us`."""
    report, fields, body = read_front_matter(source)
    if fields is None:
        return None, report
    inside = PurePosixPath(path).with_suffix("").parts[1:]
    page = StandalonePage(
        path="/".join(build_slug(segment) for segment in inside),
        source=path,
        title=fields.required_line("title", "write what stands above the page: title: About"),
        body=clean_text(body),
        description=fields.text("description"),
    )
    fields.drop_unknown(_FIELDS, _WORDS)
    return (None if report.errors else page), report
