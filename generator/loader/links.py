"""URLs and pictures of a file, safe to stand in a page.

A URL with a scheme that runs or reads something (`javascript:`, `data:`, `file:`) is an error wherever it
stands. A malformed one is an error where it is the story's own link; elsewhere feeds bring so
many that the value is left out with a warning.
"""

from __future__ import annotations

import re

from generator.loader.record import Entry, Record
from generator.loader.report import quoted
from generator.model import Picture
from generator.text import clean_text
from generator.urls import UnsafeURLError, parse_picture_url, parse_web_url

_OTHER_SCHEME = re.compile(r"(?i)(?!https?:)[a-z][a-z0-9+-]*:(?![0-9]+(?:/|\Z))")
_SKIPPED = re.compile(r"[\x00-\x20]")  # browsers skip these at the start of a URL, and breaks anywhere in it
_PICTURE = frozenset(("url", "width", "height", "title", "attribution", "isCached"))
_PICTURE_WORDS = {"src": "url", "alt": "title", "caption": "title", "credit": "attribution"}
_PICTURES_HINT = "write it as a list:\nimages:\n  - url: https://example.org/picture.jpg"
_WEB_HINT = "write the whole address, such as https://example.org/story"


def read_web_url(fields: Record, field: str) -> str:
    """Give the URL of the story itself; a bad one is an error."""
    text = fields.raw(field)
    if not text.strip():
        return ""
    try:
        return parse_web_url(text)
    except UnsafeURLError as error:
        fields.add("A105", field, f"is not a web address: {quoted(text)}: {error}", _WEB_HINT)
        return ""


def read_other_url(fields: Record, field: str, left_out: str = "") -> str:
    """Give a URL that can be left out; a malformed one is a warning, a dangerous one an error.

    `left_out` names what goes with it where that is more than the field.
    """
    text = fields.raw(field)
    if not text.strip():
        return ""
    try:
        return parse_web_url(text)
    except UnsafeURLError as error:
        _leave_out(fields, text, error, left_out or fields.name(field), _WEB_HINT, at=field)
        return ""


def read_pictures(fields: Record, field: str = "images") -> tuple[Picture, ...]:
    """Give a list of pictures, each a URL or a set of fields; one without a sound URL is left out."""
    if not fields.has(field):
        return ()
    name = f"a picture of {fields.name(field)}"
    within = fields.name(field)
    read = [_read_picture(item, within, name) for item in fields.records(field, "pictures", _PICTURES_HINT)]
    return tuple([picture for picture in read if picture is not None])


def _read_picture(item: Entry, within: str, name: str) -> Picture | None:
    if item.scalar_text is not None:
        url = _picture_url(item, item.scalar_text, name)
        return Picture(url) if url else None
    picture = item.record()
    if picture is None:
        item.say("A102", f"{within} holds a list in its list", _PICTURES_HINT)
        return None
    picture.drop_unknown(_PICTURE, _PICTURE_WORDS)
    text = picture.raw("url")
    if not text.strip():
        if not picture.has("url"):
            picture.say("A203", f"{name} has no url and is left out", _PICTURES_HINT, at="url")
        return None
    url = _picture_url(picture, text, name, at="url")
    width, height = picture.whole("width"), picture.whole("height")
    built = Picture(
        url,
        width if width > 0 else None,
        height if height > 0 else None,
        picture.line("title"),
        picture.line("attribution"),
        picture.flag("isCached", default=False),
    )
    return built if url else None


def _picture_url(item: Entry, text: str, name: str, at: str = "") -> str:
    try:
        return clean_text(parse_picture_url(text))
    except UnsafeURLError as error:
        hint = "write a whole address, or a path in the static folder that begins with /"
        _leave_out(item, text, error, name, hint, at)
        return ""


def _leave_out(item: Entry, text: str, error: UnsafeURLError, name: str, hint: str, at: str) -> None:
    if is_dangerous(text):
        item.say("A105", f"{name} has an unsafe address: {quoted(text)}: {error}", "remove it", at)
    else:
        item.say("A203", f"{name} is left out: {quoted(text)}: {error}", hint, at)


def is_dangerous(text: str) -> bool:
    """Tell whether a URL has a scheme other than http and https; `host:80` is not one."""
    return _OTHER_SCHEME.match(_SKIPPED.sub("", text)) is not None
