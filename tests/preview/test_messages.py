from __future__ import annotations

import pytest

from generator.preview.messages import Answer, HostRule, Request, apply_conditions, parse_path

HOSTS = [
    ("127.0.0.1", "localhost:8000", True),
    ("127.0.0.1", "127.0.0.1", True),
    ("127.0.0.1", "[::1]:8000", True),
    ("127.0.0.1", "LOCALHOST:1", True),
    ("127.0.0.1", "localhost.", True),
    ("127.0.0.1", "digest.localhost:8000", True),
    ("127.0.0.1", "evil.example", False),
    ("127.0.0.1", "localhost.evil.example", False),
    ("127.0.0.1", "evil.example:8000", False),
    ("127.0.0.1", "192.168.0.7:8000", False),
    ("127.0.0.1", "localhost@evil.example", False),
    ("127.0.0.1", "", False),
    ("127.0.0.1", None, False),
    ("desk.lan", "desk.lan:8000", True),
    ("desk.lan", "other.lan", False),
    ("0.0.0.0", "192.168.0.7:8000", True),
    ("0.0.0.0", "[fe80::1]:8000", True),
    ("0.0.0.0", "newsroom:8000", True),
    ("0.0.0.0", "newsroom.local", True),
    ("0.0.0.0", "evil.example", False),
    ("::", "10.0.0.2", True),
]


@pytest.mark.parametrize(("host", "header", "allowed"), HOSTS)
def test_only_our_own_host_names_are_answered(host: str, header: str | None, allowed: bool) -> None:
    assert HostRule(host, "newsroom").allows(header) is allowed


PATHS = [
    ("/", ("/", "")),
    ("/a/b?c=d&e", ("/a/b", "?c=d&e")),
    ("/caf%C3%A9/", ("/café/", "")),
    ("/%E6%97%A5%E6%9C%AC/", ("/日本/", "")),
    ("/a%20b", ("/a b", "")),
    ("/a%2Fb", ("/a/b", "")),
    ("http://localhost:8000/a/b", ("/a/b", "")),
    ("http://localhost:8000", ("/", "")),
    ("/..", None),
    ("/../x", None),
    ("/%2e%2e/x", None),
    ("/a/%2E%2e/%2e%2e/etc/passwd", None),
    ("/a/..%2fx", None),
    ("/a/./b", None),
    ("/a\\b", None),
    ("/..%5c..%5cx", None),
    ("/a%00", None),
    ("/a%0d%0ab", None),
    ("/%ff", None),
    ("*", None),
    ("a", None),
]


@pytest.mark.parametrize(("target", "expected"), PATHS)
def test_paths_are_decoded_or_refused(target: str, expected: tuple[str, str] | None) -> None:
    assert parse_path(target) == expected


TEN = Answer(200, (("Content-Type", "text/plain"), ("ETag", '"t"'), ("Accept-Ranges", "bytes")), b"0123456789")
RANGES = [
    ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
    ("bytes=4-", 206, b"456789", "bytes 4-9/10"),
    ("bytes=-3", 206, b"789", "bytes 7-9/10"),
    ("bytes=-30", 206, b"0123456789", "bytes 0-9/10"),
    ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
    ("bytes=9-9", 206, b"9", "bytes 9-9/10"),
    ("bytes=10-", 416, b"", "bytes */10"),
    ("bytes=-0", 416, b"", "bytes */10"),
    ("bytes=5-2", 200, b"0123456789", ""),
    ("bytes=-", 200, b"0123456789", ""),
    ("bytes=0-1,4-5", 200, b"0123456789", ""),
    ("lines=0-1", 200, b"0123456789", ""),
]


@pytest.mark.parametrize(("wanted", "status", "body", "content_range"), RANGES)
def test_ranges(wanted: str, status: int, body: bytes, content_range: str) -> None:
    answer = apply_conditions(Request("GET", "/", {"range": wanted}), TEN)
    assert (answer.status, answer.body, answer.header("content-range")) == (status, body, content_range)


CONDITIONS = [
    ("GET", {"if-none-match": '"t"'}, 304),
    ("HEAD", {"if-none-match": '"x", W/"t"'}, 304),
    ("GET", {"if-none-match": "*"}, 304),
    ("GET", {"if-none-match": '"x"'}, 200),
    ("GET", {"if-none-match": '"t"', "range": "bytes=0-1"}, 304),
    ("HEAD", {"range": "bytes=0-1"}, 200),
    ("GET", {"range": "bytes=0-1", "if-range": '"t"'}, 206),
    ("GET", {"range": "bytes=0-1", "if-range": '"old"'}, 200),
    ("GET", {"range": "bytes=0-1", "if-range": 'W/"t"'}, 200),
]


@pytest.mark.parametrize(("method", "headers", "status"), CONDITIONS)
def test_conditions(method: str, headers: dict[str, str], status: int) -> None:
    answer = apply_conditions(Request(method, "/", headers), TEN)
    assert answer.status == status
    if status == 304:
        assert answer.body == b""
        assert answer.header("etag") == '"t"'


def test_conditions_hold_for_success_only() -> None:
    lost = Answer(404, TEN.headers, b"lost")
    assert apply_conditions(Request("GET", "/", {"if-none-match": "*", "range": "bytes=0-1"}), lost) == lost
