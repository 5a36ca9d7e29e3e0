"""Addresses: safe URLs, comparison of URLs, slugs and the site's own paths."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

import msgspec

_TRACKING = re.compile(
    r"^(utm_.*|mc_[ce]id|fbclid|gclid|dclid|msclkid|igshid|yclid|_hsenc|_hsmi|cmpid|ncid|ref|ref_src|ocid)$"
)
_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")
_SPACE = re.compile(r"[\t\r\n]")  # dropped anywhere in a URL (WHATWG URL, 4.4: ASCII tab or newline)
_HOST = re.compile(r"^[^\s/?#@\\<>\"'`{}|^%\[\]]+$")
_QUERY = re.compile(r"[?#]")
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PLAIN_PATH = re.compile(r"[A-Za-z0-9/._~-]*\Z")  # nothing to encode, as nearly always
_PATH_SAFE = "/:@!$&'()*+,;=~%-._"
_QUERY_SAFE = _PATH_SAFE + "?"

SLUG_WORDS = (("c++", "c-plus-plus"), ("c#", "c-sharp"), ("f#", "f-sharp"), ("+", "-plus-"), ("#", "-sharp-"),
              ("&", "-and-"), ("@", "-at-"), ("%", "-percent-"))  # fmt: skip
"""What signs are called in a slug, so that C, C++ and C# have addresses of their own."""

_SLUG = re.compile(r"(?=.{1,80}\Z)[a-z0-9]+(?:-[a-z0-9]+)*\Z")
"""Names that are their own slug."""

_PLAIN = re.compile(
    r"""(?x) https?://[a-z0-9-]++(?:\.[a-z0-9-]++)*
    (?: / [A-Za-z0-9/:@!$&'()*+,;=~._-]*+ (?: %[0-9A-Fa-f]{2} [A-Za-z0-9/:@!$&'()*+,;=~._-]*+ )* )?
    (?: \? (?!\Z) [A-Za-z0-9/:@!$&'()*+,;=~._?-]*+ (?: %[0-9A-Fa-f]{2} [A-Za-z0-9/:@!$&'()*+,;=~._?-]*+ )* )? \Z"""
)
"""URLs that `parse_web_url` gives back as they are; nearly all of a site's thousands, so they are not taken apart.

No part of one can be read in two ways, so none is tried twice: hence the `++` and `*+`.  Groups do without: a
possessive group takes too much where it fails half way, in Python before 3.11.5 (gh-106052).
"""


_PLAIN_KEY = re.compile(r"https?://([a-z0-9.-]+(?:/[!-\"$-;=@-Z\\^-~]*)?)\Z")
"""URLs whose key is what follows the scheme; nearly all of a site's thousands."""


class UnsafeURLError(ValueError):
    """A URL that must not become a link; the message says why in a person's words."""


def parse_web_url(text: str) -> str:
    """Give an http(s) URL in the form that may stand in an attribute, or raise `UnsafeURLError`.

    Characters outside RFC 3986 are percent-encoded as browsers do (WHATWG URL); a `//host` URL
    becomes https.  Any other scheme, user names and passwords, and a missing host are refused.
    """
    if _PLAIN.match(text):
        return text
    stripped = _SPACE.sub("", text.strip())
    if stripped.startswith("//"):
        stripped = "https:" + stripped
    try:
        parts = urlsplit(stripped)
        port = parts.port
    except ValueError as error:
        raise UnsafeURLError(f"not a valid URL ({error})") from None
    if parts.scheme.lower() not in ("http", "https"):
        if _SCHEME.match(stripped):
            raise UnsafeURLError(f"it has the scheme '{parts.scheme}:', not http: or https:")
        raise UnsafeURLError("it does not begin with http:// or https://")
    if parts.username is not None or parts.password is not None:
        raise UnsafeURLError("it carries a user name or password")
    return _rebuild(parts, port)


def _rebuild(parts: SplitResult, port: int | None) -> str:
    host = parts.hostname or ""
    if not host:
        raise UnsafeURLError("it names no host")
    if ":" in host:
        host = f"[{host}]"
    elif not _HOST.match(host):
        raise UnsafeURLError(f"'{host}' is not a host name")
    elif not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            raise UnsafeURLError(f"'{host}' is not a host name") from None
        if not _HOST.match(host):  # normalising may bring in what no name may hold: an accent alone becomes a space
            raise UnsafeURLError(f"'{host}' is not a host name")
    address = f"{parts.scheme.lower()}://{host}" + (f":{port}" if port is not None else "")
    address += _encode(parts.path, _PATH_SAFE)
    if parts.query:
        address += "?" + _encode(parts.query, _QUERY_SAFE)
    if parts.fragment:
        address += "#" + _encode(parts.fragment, _QUERY_SAFE)
    return address


def _encode(text: str, safe: str) -> str:
    return quote(_BAD_PERCENT.sub("%25", text), safe=safe, errors="ignore")


def parse_picture_url(text: str) -> str:
    """Give a picture's URL: an http(s) URL, or a path of a static file that begins with `/`; else `UnsafeURLError`."""
    if text.startswith("http"):  # as nearly always
        return parse_web_url(text)
    stripped = _SPACE.sub("", text.strip())
    if stripped.startswith("/") and not stripped.startswith(("//", "/\\")):
        path = static_path(stripped)
        if ".." in path.replace("\\", "/").split("/"):
            raise UnsafeURLError("it leads out of the static folder")
        return stripped
    return parse_web_url(text)


def static_path(url: str) -> str:
    """Give the path of the static file that a picture's URL (`/pictures/caf%C3%A9.svg?v=2`) means, with its slash."""
    return unquote(_split_path(url)[0])


def _split_path(url: str) -> tuple[str, str, str]:
    """Part a path from its query or fragment: the path, `?` or `#` or nothing, and what follows."""
    mark = _QUERY.search(url)
    return (url[: mark.start()], mark[0], url[mark.end() :]) if mark else (url, "", "")


@lru_cache(maxsize=200_000)
def url_key(url: str) -> str:
    """Give the form by which two URLs are compared: are they the same story?

    Scheme, `www.`, upper case in the host, a default port, a trailing slash, the fragment and
    tracking parameters do not count; the order of the other parameters does not either.
    """
    plain = _PLAIN_KEY.match(url)
    if plain:
        return plain[1].removeprefix("www.").rstrip("/")
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    if parts.port not in (None, 80, 443):
        host += f":{parts.port}"
    path = parts.path.rstrip("/")
    if not parts.query:
        return host + path
    kept = sorted(
        pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(pair[0].lower())
    )
    return host + path + ("?" + urlencode(kept) if kept else "")


def url_domain(url: str) -> str:
    """Give the host of a URL without `www.`, for people to read; empty where there is none."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


@lru_cache(maxsize=65_536)
def build_slug(name: str) -> str:
    """Give the path segment of a name, from the name alone, so that it is the same on every build.

    Signs that set names apart are spelt out (`C#` is `c-sharp`, `.NET` is `dot-net`); a name with
    no letter or digit at all gets a short digest of itself.
    """
    if _SLUG.match(name):
        return name
    from slugify import slugify  # noqa: PLC0415 - where a few words have changed, no new name is met

    text = name.strip().lower()
    if text.startswith("."):
        text = "dot-" + text[1:]
    slug: str = slugify(text, replacements=[list(pair) for pair in SLUG_WORDS], max_length=80, word_boundary=True)
    return slug or "x-" + hashlib.sha256(name.encode()).hexdigest()[:8]


@lru_cache(maxsize=200_000)
def _encode_path(path: str) -> str:
    return path if _PLAIN_PATH.match(path) else quote(path, safe=_PATH_SAFE.replace("%", ""))


class SiteAddress(msgspec.Struct, frozen=True):
    """Where the site lives: `origin` such as `https://example.org`, and `base` such as `/digest/`."""

    origin: str
    base: str

    def href(self, path: str) -> str:
        """Give the link to a path inside the site (`news/x/`, no leading slash), base path included.

        Raises `ValueError` for a path with a leading slash: it would lose the base path.
        """
        if path.startswith("/"):
            raise ValueError(f"a site path has no leading slash: {path!r}")
        return self.base + _encode_path(path)

    def link(self, written: str) -> str:
        """Give the link to a place inside the site as people write it: `/about us/?from=x#team`."""
        path, mark, rest = _split_path(written)
        return self.href(unquote(path.removeprefix("/"))) + mark + _encode(rest, _QUERY_SAFE + "#")

    def absolute(self, path: str) -> str:
        """Give the absolute URL of a path inside the site."""
        return self.origin + self.href(path)


def parse_site_address(url: str) -> SiteAddress:
    """Split `site.url` into origin and base path; raises `UnsafeURLError` where it is not an http(s) URL."""
    parts = urlsplit(parse_web_url(url))
    if parts.query or parts.fragment:
        raise UnsafeURLError("the address of a site has no '?' and no '#'")
    path = parts.path.strip("/")
    return SiteAddress(f"{parts.scheme}://{parts.netloc}", f"/{path}/" if path else "/")
