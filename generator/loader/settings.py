"""`site.yaml` to `Settings`: every key typed, ranges checked, near misses named."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from babel import Locale, UnknownLocaleError
from msgspec.structs import replace

from generator.config import (
    FEED_FORMATS,
    FEED_LISTS,
    FeedSettings,
    FooterLink,
    MarkdownSettings,
    RelatedSettings,
    Settings,
    TopSettings,
)
from generator.diagnostics import Diagnostic, Place, fault
from generator.loader.fields import Fields
from generator.loader.frontmatter import read_fields
from generator.loader.record import Record
from generator.loader.report import Report, near_miss, quoted
from generator.loader.source import Source
from generator.loader.yaml_tree import SequenceNode
from generator.urls import UnsafeURLError, parse_site_address, parse_web_url
from generator.zones import find_zone, zone_names

_CODES: Mapping[str, str] = {
    **dict.fromkeys(("A101", "A102", "A103", "A104", "A105", "A203"), "S101"),
    "A201": "S201",
}
_KEYS = frozenset(Settings.__struct_fields__) - {"address"}
_WORDS = {"name": "title", "baseurl": "url", "language": "locale", "lang": "locale", "subtitle": "tagline",
          "slogan": "tagline", "menu": "navigation", "nav": "navigation", "pagination": "page_size",
          "perpage": "page_size", "tz": "timezone", "feed": "feeds"}  # fmt: skip
_URL_HINT = "write the whole address, such as https://example.org/digest/"


def read_settings(source: Source) -> tuple[Settings, Report]:
    """Read the settings; one that is not allowed keeps its default, with an error."""
    report = Report(source, _CODES, "setting")
    fields = read_fields(report, source.text)
    if fields is None:
        return Settings(), report
    base = Settings()
    settings = replace(
        base,
        title=fields.line("title") or base.title,
        tagline=fields.line("tagline"),
        description=fields.text("description"),
        locale=_read_locale(fields, base.locale),
        timezone=_read_timezone(fields, base.timezone),
        page_size=_read_whole(fields, "page_size", base.page_size, 1, 500),
        navigation=fields.lines("navigation"),
        footer=_read_footer(fields),
        index_from=_read_whole(fields, "index_from", base.index_from, 0, 500),
        older_pages=fields.flag("older_pages", default=base.older_pages),
        api=fields.flag("api", default=base.api),
        search=fields.flag("search", default=base.search),
        share_images=fields.flag("share_images", default=base.share_images),
        share_images_limit=_read_whole(fields, "share_images_limit", base.share_images_limit, 0, 100_000),
        top=_read_top(fields),
        related=_read_related(fields),
        feeds=_read_feeds(fields),
        markdown=_read_markdown(fields),
    )
    fields.drop_unknown(_KEYS, _WORDS)
    return _read_address(fields, settings), report


def override_url(settings: Settings, url: str) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """Put the address of the command line in the place of the one in `site.yaml`."""
    try:
        return replace(settings, url=url, address=parse_site_address(url)), ()
    except UnsafeURLError as error:
        message = f"'--url' is not a web address: {quoted(url)}: {error}"
        return settings, (fault("S101", message, Place("--url"), _URL_HINT),)


def _read_address(fields: Fields, settings: Settings) -> Settings:
    url = fields.line("url")
    if not url:
        return settings
    try:
        return replace(settings, url=url, address=parse_site_address(url))
    except UnsafeURLError as error:
        fields.add("S101", "url", f"is not a web address: {quoted(url)}: {error}", _URL_HINT)
        return settings


def _read_locale(fields: Fields, default: str) -> str:
    text = fields.line("locale")
    if not text:
        return default
    try:
        locale = Locale.parse(text.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        fields.add("S101", "locale", f"is not a language Broadsheet knows: {quoted(text)}",
                   "write a language, or a language and a region, such as en or en-GB")  # fmt: skip
        return default
    parts = (locale.language, locale.script, locale.territory, locale.variant)
    return "-".join(part for part in parts if part)


def _read_timezone(fields: Fields, default: str) -> str:
    name = fields.line("timezone")
    if not name:
        return default
    try:
        find_zone(name)
    except KeyError:
        ends = {each.rsplit("/", 1)[-1]: each for each in sorted(zone_names())}
        meant = near_miss(name, zone_names()) or ends.get(near_miss(name, ends), "")
        hint = f"did you mean '{meant}'?" if meant else "write a name of the IANA database, such as Europe/Paris"
        fields.add("S101", "timezone", f"is not a time zone: {quoted(name)}", hint)
        return default
    return name


def _read_whole(fields: Fields, key: str, default: int, least: int, most: int) -> int:
    number = fields.whole(key, default)
    if least <= number <= most:
        return number
    fields.add("S101", key, f"is out of range: {quoted(str(number))}", f"write a whole number from {least} to {most}")
    return default


def _read_choice(fields: Fields, key: str, default: str, either: tuple[str, str]) -> str:
    chosen = fields.line(key) or default
    if chosen in either:
        return chosen
    one, other = either
    fields.add("S101", key, f"is neither {one} nor {other}: {quoted(chosen)}", f"write {one} or {other}")
    return default


def _read_choices(fields: Fields, key: str, default: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    """Read a list of known words, in the order of `known`; `[]` chooses none of them."""
    if fields.value(key) is None:
        return default
    chosen = fields.lines(key)
    strange = [word for word in chosen if word not in known]
    for word in strange:
        meant = near_miss(word, known)
        hint = f"did you mean '{meant}'?" if meant else f"choose among {', '.join(known)}"
        fields.add("S101", key, f"holds a word that means nothing here: {quoted(word)}", hint)
    wrong = strange or not isinstance(fields.value(key), SequenceNode)
    return default if wrong else tuple(word for word in known if word in chosen)


def _nested(fields: Fields, key: str, settings: type[msgspec.Struct]) -> Fields | None:
    names = settings.__struct_fields__
    nested = fields.nested(key, f"write it as fields of its own:\n{key}:\n  {names[0]}: …")
    if nested is not None:
        nested.drop_unknown(frozenset(names), {})
    return nested


def _read_top(fields: Fields) -> TopSettings:
    base = TopSettings()
    top = _nested(fields, "top", TopSettings)
    if top is None:
        return base
    half_life = top.decimal("half_life_days", base.half_life_days)
    if not 0 < half_life <= 36_500:
        top.add("S101", "half_life_days", "is out of range", "write a number of days above 0, such as 3")
        half_life = base.half_life_days
    return TopSettings(
        stories=_read_whole(top, "stories", base.stories, 1, 100),
        half_life_days=half_life,
        per_provider=_read_whole(top, "per_provider", base.per_provider, 1, 100),
    )


def _read_related(fields: Fields) -> RelatedSettings:
    base = RelatedSettings()
    related = _nested(fields, "related", RelatedSettings)
    if related is None:
        return base
    return RelatedSettings(
        shown=_read_whole(related, "shown", base.shown, 0, 500),
        order=_read_choice(related, "order", base.order, ("newest", "best")),
        more=_read_whole(related, "more", base.more, 0, 100),
    )


def _read_feeds(fields: Fields) -> FeedSettings:
    base = FeedSettings()
    feeds = _nested(fields, "feeds", FeedSettings)
    if feeds is None:
        return base
    return FeedSettings(
        items=_read_whole(feeds, "items", base.items, 1, 500),
        pages=_read_whole(feeds, "pages", base.pages, 1, 100),
        formats=_read_choices(feeds, "formats", base.formats, FEED_FORMATS),
        lists=_read_choices(feeds, "lists", base.lists, FEED_LISTS),
        link=_read_choice(feeds, "link", base.link, ("page", "original")),
    )


def _read_markdown(fields: Fields) -> MarkdownSettings:
    base = MarkdownSettings()
    markdown = _nested(fields, "markdown", MarkdownSettings)
    return MarkdownSettings(html=markdown.flag("html", default=base.html)) if markdown else base


def _read_footer(fields: Fields) -> tuple[FooterLink, ...]:
    hint = "write it as a list:\nfooter:\n  - title: About\n    url: /about/"
    links: list[FooterLink] = []
    for item in fields.records("footer", "links", hint):
        link = item.record()
        if link is None:
            item.say("A102", "'footer' holds an entry without fields", hint)
            continue
        link.drop_unknown(frozenset(("title", "url")), {"name": "title", "text": "title", "href": "url", "link": "url"})
        title = link.required_line("title", "write what the link says: title: About")
        url = _read_footer_url(link)
        if title and url:
            links.append(FooterLink(title, url))
    return tuple(links)


def _read_footer_url(link: Record) -> str:
    url = link.required_line("url", "write where the link leads: url: /about/")
    if not url or (url.startswith("/") and not url.startswith(("//", "/\\")) and ".." not in url.split("/")):
        return url
    try:
        return parse_web_url(url)
    except UnsafeURLError as error:
        link.add("S101", "url", f"is not an address: {quoted(url)}: {error}", "write /about/ or https://example.org/")
        return ""
