from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from slugify import slugify

from generator import urls
from generator.urls import (
    SLUG_WORDS,
    SiteAddress,
    UnsafeURLError,
    build_slug,
    parse_picture_url,
    parse_site_address,
    parse_web_url,
    url_domain,
    url_key,
)

URLISH = st.text(alphabet=st.sampled_from("htps:/.ab1?&=#%@[]\\ \t\"'<>é日_-~+;,()"), max_size=30)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://example.org/a?b=c&d=e", "https://example.org/a?b=c&d=e"),
        (" HTTPS://Example.ORG/A ", "https://example.org/A"),
        ("//example.org/a", "https://example.org/a"),
        ("https://example.org", "https://example.org"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://example.org/a b\"<>'", "https://example.org/a%20b%22%3C%3E'"),
        ("https://example.org/50%", "https://example.org/50%25"),
        ("https://example.org/%C3%A9", "https://example.org/%C3%A9"),
        ("https://example.org/é?q=日#ü", "https://example.org/%C3%A9?q=%E6%97%A5#%C3%BC"),
        ("https://exämple.org/", "https://xn--exmple-cua.org/"),
        ("https://exa\nmple.org/\ta", "https://example.org/a"),
        ("http://[::1]:80/a", "http://[::1]:80/a"),
        ("https://example.org/?", "https://example.org/"),
        ("https://example.org?", "https://example.org"),
        ("https://example.org/?a=%", "https://example.org/?a=%25"),
        ("https://example.org/%2", "https://example.org/%252"),
        ("https://example.org/a[1]", "https://example.org/a%5B1%5D"),
    ],
)
def test_web_urls(text: str, url: str) -> None:
    assert parse_web_url(text) == url


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "example.org", "www.example.org/a", "/a", "https:", "https://", "https:///a", "https://?a",
        "javascript:alert(1)", "JavaScript:alert(1)", "java\nscript:alert(1)", " javascript:alert(1)",
        "data:text/html,x", "vbscript:x", "file:///etc/passwd", "ftp://example.org/", "mailto:a@example.org", "blob:https://example.org/",
        "https://user@example.org/", "https://user:word@example.org/", "https://:@example.org/",
        "https://exa mple.org/", "https://exa\"mple.org/", "https://exam<ple.org", "https://a\\b.org", "https://[::1",
        "https://[zz]/", "https://example.org:99999/", "https://example.org:port/", "https://%zz/",
        "https://\ud800/", "https://Ö´Á/",
    ],
)  # fmt: skip
def test_unsafe_urls(text: str) -> None:
    with pytest.raises(UnsafeURLError):
        parse_web_url(text)


@given(URLISH)
def test_what_passes_is_safe_in_an_attribute(text: str) -> None:
    try:
        url = parse_web_url(text)
    except UnsafeURLError:
        return
    assert re.fullmatch(r"https?://[^\s\"<>\\^`{|}]+", url)
    assert url.isascii()
    assert urlsplit(url).hostname
    assert parse_web_url(url) == url


@given(st.from_regex(urls._PLAIN, fullmatch=True))
def test_plain_urls_are_given_back_as_taking_them_apart_would(url: str) -> None:
    assert parse_web_url(url) == url
    parts = urlsplit(url)
    assert urls._rebuild(parts, parts.port) == url


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("/pictures/a.svg", "/pictures/a.svg"),
        (" /pictures/a..b.svg ", "/pictures/a..b.svg"),
        ("//example.org/a.svg", "https://example.org/a.svg"),
        ("https://example.org/a.svg", "https://example.org/a.svg"),
    ],
)
def test_picture_urls(text: str, url: str) -> None:
    assert parse_picture_url(text) == url


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a.svg",
        "../a.svg",
        "/../a.svg",
        "/a/../../b",
        "/\\example.org/a",
        "data:image/png,x",
        "/a\\..\\b",
        "/%2e%2E/a",
    ],
)
def test_unsafe_picture_urls(text: str) -> None:
    with pytest.raises(UnsafeURLError):
        parse_picture_url(text)


@example("/\t/example.org/a")
@example("/\n\\example.org/a")
@given(URLISH.map(lambda text: "/" + text))
def test_a_picture_path_stays_in_the_site(text: str) -> None:
    try:
        url = parse_picture_url(text)
    except UnsafeURLError:
        return
    assert url.startswith(("/", "https://"))
    assert not re.match(r"/[\t\n\r]*[/\\]", url), "a browser reads it as another host"
    assert ".." not in re.split(r"[/\\]", url.split("?")[0].split("#")[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.example.org/a/", "http://example.org/a"),
        ("https://EXAMPLE.org/a#part", "https://example.org/a"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("https://example.org/a?utm_source=x&fbclid=y&ref=z", "https://example.org/a"),
        ("https://example.org/a?b=1&a=2", "https://example.org/a?a=2&b=1"),
    ],
)
def test_urls_of_one_story(one: str, other: str) -> None:
    assert url_key(one) == url_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/a", "https://example.net/a"),
        ("https://example.org/?id=1", "https://example.org/?id=2"),
        ("https://example.org:8080/", "https://example.org/"),
        ("https://example.org/?a", "https://example.org/"),
    ],
)
def test_urls_of_two_stories(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)


def test_url_domain() -> None:
    assert url_domain("https://www.Example.org:8080/a") == "example.org"
    assert url_domain("/pictures/a.svg") == ""


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Computer Vision", "computer-vision"),
        ("C", "c"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("F#", "f-sharp"),
        (".NET", "dot-net"),
        ("Net", "net"),
        ("AT&T", "at-and-t"),
        ("Café Ünïted", "cafe-united"),
        ("日本", "ri-ben"),
        ("../../etc", "dot-etc"),
        ("A/B\\C", "a-b-c"),
        ("100% @home", "100-percent-at-home"),
        ("  Spaced   out  ", "spaced-out"),
        ("a" * 81, "a" * 80),
        ("word-" * 16 + "word", "word-" * 15 + "word"),
    ],
)
def test_slugs(name: str, slug: str) -> None:
    assert build_slug(name) == slug


@given(st.text())
def test_a_slug_is_a_safe_path_segment(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", build_slug(name))
    assert len(build_slug(name)) <= 80


@given(st.from_regex(r"[a-z0-9-]{1,90}", fullmatch=True))
def test_a_name_that_is_its_own_slug_already_is_taken_as_it_is(name: str) -> None:
    by_library = slugify(name, replacements=[list(pair) for pair in SLUG_WORDS], max_length=80, word_boundary=True)
    assert build_slug(name) == (by_library or build_slug(name))


def test_names_without_letters_have_slugs_of_their_own() -> None:
    assert build_slug("!!!") != build_slug("???")
    assert build_slug("!!!").startswith("x-")


@pytest.mark.parametrize(
    ("url", "origin", "base"),
    [
        ("https://example.org", "https://example.org", "/"),
        ("https://example.org/digest", "https://example.org", "/digest/"),
        ("https://example.org/a/b/", "https://example.org", "/a/b/"),
        ("http://localhost:8000/", "http://localhost:8000", "/"),
    ],
)
def test_site_addresses(url: str, origin: str, base: str) -> None:
    assert parse_site_address(url) == SiteAddress(origin, base)


@pytest.mark.parametrize(
    "url", ["", "/digest/", "example.org", "https://example.org/?a", "https://example.org/#a", "ftp://a/"]
)
def test_bad_site_addresses(url: str) -> None:
    with pytest.raises(UnsafeURLError):
        parse_site_address(url)


def test_links_carry_the_base_path() -> None:
    address = SiteAddress("https://example.org", "/digest/")
    assert address.href("") == "/digest/"
    assert address.href("news/x/") == "/digest/news/x/"
    assert address.href('news/50% a"b/') == "/digest/news/50%25%20a%22b/"
    assert address.absolute("feed.xml") == "https://example.org/digest/feed.xml"
    with pytest.raises(ValueError, match="leading slash"):
        address.href("/news/")
