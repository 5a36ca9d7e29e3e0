"""Plain text made safe to show: control characters, feed entities, excerpts, words."""

from __future__ import annotations

import hashlib
import html
import re
from functools import lru_cache

_FORBIDDEN = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"  # C0 and C1 controls (XML 1.0, 2.2: not Char, or discouraged)
    "\u202a-\u202e\u2066-\u2069"  # bidirectional embeddings, overrides and isolates (UAX #9)
    "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff"  # noncharacters and lone surrogates
    "\ufeff"
    "]"
)
# What may be an entity (HTML, 13.5, with as many characters of a name as the longest has); `html.unescape` tells.
_ENTITY = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")
TINTS = 8
"""The colours of topics and providers."""


def clean_text(text: str) -> str:
    """Drop what no text on a page may hold and normalise line breaks to LF.

    Control characters never reach XML (XML 1.0, section 2.2), bidirectional controls cannot
    reorder what stands beside a title (UAX #9), and lone surrogates cannot be encoded as UTF-8.
    """
    if text.isprintable():  # nothing of the categories C and Z but the space: none of what is forbidden
        return text
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def clean_line(text: str) -> str:
    """Clean a text that stands on one line, such as a headline: white space is folded and trimmed."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(clean_text(text).split())


def decode_entities(text: str) -> str:
    """Decode the HTML entities that feeds type into plain text, once: `&#8217;` is an apostrophe."""
    return _ENTITY.sub(_decode_entity, text) if "&" in text else text


def _decode_entity(match: re.Match[str]) -> str:
    return _decode_known(match[0])


_decode_known = lru_cache(maxsize=4096)(html.unescape)  # feeds type the same few, and to ask anew takes twice as long


def shorten(text: str, limit: int) -> str:
    """Cut a text at the last word that fits `limit` characters, with an ellipsis where something is left out."""
    line = text[: limit + 1]
    if not _is_folded(line):
        line = _fold_space(text[: 2 * limit])
        if len(line) <= limit and len(text) > 2 * limit:  # one with much white space
            line = _fold_space(text)
    if len(line) <= limit:
        return line
    head = line[:limit]
    cut = head.rfind(" ")
    if cut < limit * 2 // 3:
        cut = limit - 1
    return head[:cut].rstrip(" ,;:.–—-(“\"'") + "…"


def _is_folded(text: str) -> bool:
    """Tell whether a text has no white space but single spaces between words, as nearly always."""
    return text.isprintable() and "  " not in text and text.strip() == text


def _fold_space(text: str) -> str:
    return text if _is_folded(text) else " ".join(text.split())


@lru_cache(maxsize=65_536)
def fold(name: str) -> str:
    """Give the form by which names are compared: case and white space do not matter."""
    return " ".join(name.split()).casefold()


@lru_cache(maxsize=65_536)
def choose_tint(name: str) -> int:
    """Give a name its tint, 0 to 7, the same on every build and every machine."""
    return hashlib.sha256(fold(name).encode()).digest()[0] % TINTS


def first_letter(name: str) -> str:
    """Give the letter or digit that stands for a name where there is no logo, upper-case; `•` where there is none."""
    skipped = name[4:] if name.casefold().startswith("the ") else name
    return next((char.upper()[0] for char in skipped if char.isalnum()), "•")
