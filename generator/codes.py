"""The codes of all diagnostics; `docs/diagnostics.md` explains each, and a test keeps the two together.

The letter names the part of the content: Y the YAML itself, A articles, S `site.yaml`, T topics,
P providers, M stand-alone pages, F files, L links and addresses, R rendering, O the output folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec


class Code(msgspec.Struct, frozen=True):
    """A kind of fault: its severity and its title, as the documentation heads it."""

    severity: Literal["error", "warning"]
    title: str


CODES: Mapping[str, Code] = {
    # Y: the YAML itself
    "Y101": Code("error", "Not valid YAML"),
    "Y102": Code("error", "A quote is never closed"),
    "Y103": Code("error", "A key is written twice"),
    "Y104": Code("error", "The front matter is never closed"),
    "Y105": Code("error", "No front matter"),
    "Y106": Code("error", "The front matter is not a list of fields"),
    # A: fields of articles (and, with the same meaning, of every other file)
    "A101": Code("error", "A required field is missing"),
    "A102": Code("error", "A field has the wrong type"),
    "A103": Code("error", "A whole number is expected"),
    "A104": Code("error", "Not a date-time"),
    "A105": Code("error", "A URL is unsafe or not a URL"),
    "A106": Code("error", "Two articles have the same stem in one category"),
    "A107": Code("error", "No link: neither webUrl nor originalUrl"),
    "A108": Code("error", "A category gives no address"),
    "A201": Code("warning", "An unknown field"),
    "A202": Code("warning", "A text is read as a number, date or truth value"),
    "A203": Code("warning", "A related entry, picture or link is left out"),
    "A204": Code("warning", "An embed is not of an allowed host"),
    # S: site.yaml
    "S101": Code("error", "A setting has a value that is not allowed"),
    "S201": Code("warning", "An unknown setting"),
    "S202": Code("warning", "No site.yaml"),
    # T, P: the registries
    "T101": Code("error", "Two topics have the same name or slug"),
    "T102": Code("error", "Topics are their own ancestors"),
    "T201": Code("warning", "A topic's parent is not in the taxonomy"),
    "P101": Code("error", "Two providers claim the same name or slug"),
    # F: files
    "F101": Code("error", "A file cannot be read"),
    "F102": Code("error", "A file is not UTF-8"),
    "F103": Code("error", "The content folder does not exist"),
    "F201": Code("warning", "A file is not read"),
    # L: links and addresses
    "L101": Code("error", "Two pages have the same address"),
    "L201": Code("warning", "A picture's file does not exist"),
    "L202": Code("warning", "A navigation topic does not exist"),
    "L203": Code("warning", "A link inside the site leads nowhere"),
    # R: templates
    "R101": Code("error", "A template cannot be read"),
    "R102": Code("error", "A template fails"),
    "R103": Code("error", "A static file cannot be used"),
    "R201": Code("warning", "Share images cannot be drawn"),
    # O: the output folder
    "O101": Code("error", "The output folder is refused"),
    "O102": Code("error", "The output cannot be written"),
    "O103": Code("error", "The build is not that of a clean one"),
    "O201": Code("warning", "The site is nearly too large for GitHub Pages"),
}
