"""A new article file, ready to be filled: what `broadsheet new` writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from generator.diagnostics import Diagnostic, Place, fault
from generator.loader.files import find_files, read_source
from generator.loader.registry import read_provider_entry
from generator.loader.source import Source
from generator.loader.times import format_time
from generator.model import ProviderEntry
from generator.site_file import site_zone
from generator.text import clean_line, fold
from generator.urls import UnsafeURLError, build_slug, parse_web_url, url_domain

_WIDEST = 1 << 20

_TEMPLATE = """\
---
title: {title}
publishedDateTime: {published}
webUrl: {url}
excerpt: ""
provider:
  name: {name}
  domain: {domain}
{topics}type: article
published: true
# What an article may have besides (take the # away):
# updatedDateTime: {published}
# expiryDateTime: {published}
# heat: 10
# images:
#   - url: https://example.org/picture.jpg
#     width: 1200
#     height: 675
#     title: What the picture shows
#     attribution: Who made it
# tags: [one, two]
---
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person says of a new article; `published_at` is aware, `provider` may be empty."""

    title: str
    url: str
    topics: tuple[str, ...]
    provider: str
    category: str
    published_at: datetime


def write_article(content: Path, draft: Draft) -> tuple[Path | None, tuple[Diagnostic, ...]]:
    """Write the file of a draft and give its path, or None and why there is none.

    It is named by its day in the site's time zone and its title, and no file is ever overwritten:
    where the stem is taken in the category, another gets a number.
    """
    faults = _check_draft(content, draft)
    if faults:
        return None, faults
    zone = site_zone(content)
    folder = content / draft.category
    text = render_article(draft, _read_providers(content, zone))
    stem = f"{draft.published_at.astimezone(zone):%Y-%m-%d}-{build_slug(clean_line(draft.title))}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        taken = {path.stem.casefold() for path in folder.rglob("*")}
        for number in count(1):
            name = stem if number == 1 else f"{stem}-{number}"
            if name.casefold() not in taken:
                path = folder / f"{name}.md"
                with path.open("x", encoding="utf-8", newline="\n") as file:
                    file.write(text)
                return path, ()
    except OSError as error:
        path = Path(error.filename or folder)
        return None, (fault("O102", f"the article cannot be written: {error.strerror}", Place(str(path))),)
    raise AssertionError("numbers never end")


def render_article(draft: Draft, providers: Iterable[ProviderEntry]) -> str:
    """Give the text of a draft's file; every text is quoted, so that YAML reads it as it is."""
    url = parse_web_url(draft.url)
    name, domain = _choose_provider(draft.provider, url, providers)
    topics = [clean_line(topic) for topic in draft.topics]
    return _TEMPLATE.format(
        title=_quote(clean_line(draft.title)),
        published=format_time(draft.published_at),
        url=_quote(url),
        name=_quote(name),
        domain=_quote(domain),
        topics="topics:\n" + "".join(f"  - {_quote(topic)}\n" for topic in topics) if topics else "topics: []\n",
    )


def _check_draft(content: Path, draft: Draft) -> tuple[Diagnostic, ...]:
    found: list[Diagnostic] = []
    if not content.is_dir():
        hint = "name the folder that holds site.yaml with --content"
        found.append(fault("F103", "the content folder does not exist", Place(str(content)), hint))
    if not clean_line(draft.title):
        found.append(fault("A101", "an article needs a title"))
    try:
        parse_web_url(draft.url)
    except UnsafeURLError as error:
        hint = "give the story's whole address, such as https://example.org/story"
        found.append(fault("A105", f"'{clean_line(draft.url)}' cannot be a link: {error}", hint=hint))
    if draft.category in {"topics", "providers", "pages"}:
        hint = "articles go to a folder of another name, such as news"
        found.append(fault("A108", f"the folder '{draft.category}' holds no articles", hint=hint))
    elif build_slug(draft.category) != draft.category:
        hint = f"write it as '{build_slug(draft.category)}'" if draft.category else "name a folder, such as news"
        found.append(
            fault("A108", f"the category '{draft.category}' is no folder's name fit for an address", hint=hint)
        )
    return tuple(found)


def _read_providers(content: Path, zone: ZoneInfo) -> list[ProviderEntry]:
    found: list[ProviderEntry] = []
    for path in find_files(content, str(content)).providers:
        source = read_source(content, path, str(content))
        placed = read_provider_entry(source, path, zone)[0] if isinstance(source, Source) else None
        if placed is not None:
            found.append(placed.entry)
    return found


def _choose_provider(name: str, url: str, providers: Iterable[ProviderEntry]) -> tuple[str, str]:
    """Give a provider's name and domain: the registry's by name or other name, else by the URL's domain."""
    wanted = clean_line(name)
    domain = url_domain(url)
    for entry in providers:
        names = {fold(each) for each in (entry.name, *entry.other_names)}
        if fold(wanted) in names if wanted else domain in {entry.domain, entry.domain.removeprefix("www.")}:
            return entry.name, entry.domain or domain
    return wanted or domain, domain


def _quote(text: str) -> str:
    quoted: str = yaml.safe_dump(text, default_style='"', allow_unicode=True, width=_WIDEST)
    return quoted.strip()
