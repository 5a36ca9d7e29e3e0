"""Requests and answers as values, and the rules of HTTP that decide between them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from urllib.parse import unquote_to_bytes

_RANGE = re.compile(r"bytes=\s*(\d*)-(\d*)\s*\Z")
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:@/\s]+)(?::\d{1,5})?\Z")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\\]")
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_WILDCARDS = frozenset({"", "0.0.0.0", "::"})


@dataclass(frozen=True, slots=True)
class Request:
    """What a browser asks: `target` as it stands in the request line, header names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What it is answered; the server adds the length, and leaves the body out where HEAD asks for it."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def header(self, name: str) -> str:
        """Give a header by its name in lower case, or an empty text."""
        return next((value for each, value in self.headers if each.lower() == name), "")

    def with_headers(self, *headers: tuple[str, str]) -> Answer:
        """Give the same answer with more headers."""
        return replace(self, headers=(*self.headers, *headers))


@dataclass(frozen=True, slots=True)
class HostRule:
    """Which Host headers are answered, against DNS rebinding: a foreign name that leads to this machine is not.

    Always this machine's own names; the host that was asked to serve on; where that is a wildcard
    (`0.0.0.0`), any numeric address too, for a rebinding page has a name, and this machine's name.
    """

    host: str
    machine: str = ""

    def allows(self, header: str | None) -> bool:
        """Tell whether a Host header is one of ours; its port does not count, for ports may be forwarded."""
        match = _HOST.match(header.strip()) if header else None
        if match is None:
            return False
        name = match[1].strip("[]").rstrip(".").casefold()
        if name in _LOCAL or name.endswith(".localhost") or name == self.host.casefold():  # RFC 6761, 6.3
            return True
        if self.host not in _WILDCARDS:
            return False
        machine = self.machine.casefold()
        return _is_numeric(name) or bool(machine and name in (machine, f"{machine}.local"))


def _is_numeric(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def is_wildcard(host: str) -> bool:
    """Tell whether serving on a host means serving on every network of the machine."""
    return host in _WILDCARDS


def parse_path(target: str) -> tuple[str, str] | None:
    """Give the decoded path of a request target and its query with the `?`; None where it can be no path of a site.

    Refused are paths that are not UTF-8, that hold a backslash or a control character, and those
    with a `.` or `..` segment: browsers resolve these before they ask (WHATWG URL, 4.4).
    """
    if target.startswith(("http://", "https://")):  # the absolute form (RFC 9112, 3.2.2)
        target = "/" + target.split("/", 3)[3] if target.count("/") > 2 else "/"
    raw, mark, query = target.partition("?")
    try:
        path = unquote_to_bytes(raw).decode("utf-8")
    except UnicodeError:
        return None
    if not path.startswith("/") or _CONTROL.search(path) or not {".", ".."}.isdisjoint(path.split("/")):
        return None
    return path, mark + query


def entity_tag(content: bytes) -> str:
    """Give the strong ETag of a content."""
    return f'"{hashlib.sha256(content).hexdigest()[:20]}"'


def _matches(header: str, tag: str) -> bool:
    """Compare weakly, as If-None-Match wants (RFC 9110, 13.1.2)."""
    return header.strip() == "*" or tag in {each.strip().removeprefix("W/") for each in header.split(",")}


def apply_conditions(request: Request, answer: Answer) -> Answer:
    """Turn a 200 into a 304 or 206 or 416 where the request's conditions ask for it (RFC 9110, 13 and 14).

    One range is understood; several at once are answered whole, as the RFC allows.
    """
    if answer.status != 200:
        return answer
    tag = answer.header("etag")
    condition = request.headers.get("if-none-match")
    if tag and condition is not None and _matches(condition, tag):
        kept = tuple(each for each in answer.headers if each[0].lower() not in ("content-type", "accept-ranges"))
        return Answer(304, kept)
    wanted = request.headers.get("range")
    if wanted is None or request.method != "GET" or request.headers.get("if-range", tag) != tag:
        return answer
    return _cut(answer, wanted)


def _cut(answer: Answer, wanted: str) -> Answer:
    match = _RANGE.match(wanted)
    if match is None or not (match[1] or match[2]):
        return answer
    size = len(answer.body)
    if match[1]:
        first, last = int(match[1]), min(int(match[2]), size - 1) if match[2] else size - 1
        if match[2] and int(match[2]) < int(match[1]):
            return answer  # not a range at all: ignored (RFC 9110, 14.1.1)
    else:
        first, last = max(0, size - int(match[2])), size - 1
    if first >= size or first > last:
        return Answer(416, (*answer.headers, ("Content-Range", f"bytes */{size}")))
    return replace(
        answer,
        status=206,
        headers=(*answer.headers, ("Content-Range", f"bytes {first}-{last}/{size}")),
        body=answer.body[first : last + 1],
    )
