"""The server over real sockets: connections that wait, ports that are taken, Ctrl-C."""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread

import pytest

from generator.preview.server import PreviewServer, bind_server
from generator.preview.session import Session
from tests.previewed import PATIENCE, running_preview, until, write_article, write_site

WAITING = 200


@pytest.fixture
def server(session: Session) -> Iterator[PreviewServer]:
    with bind_server("127.0.0.1", 0, session) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        session.stop()
        server.shutdown()


def connect(server: PreviewServer) -> HTTPConnection:
    return HTTPConnection("127.0.0.1", server.server_port, timeout=PATIENCE)


def listen(server: PreviewServer) -> socket.socket:
    """Join the stream of news."""
    stream = socket.create_connection(("127.0.0.1", server.server_port), timeout=PATIENCE)
    stream.sendall(b"GET /__broadsheet__/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
    return stream


def read_until(stream: socket.socket, mark: bytes) -> bytes:
    heard = b""
    while mark not in heard:
        part = stream.recv(4096)
        assert part, heard
        heard += part
    return heard


def test_head_has_the_length_and_no_body_and_keeps_the_connection(server: PreviewServer) -> None:
    connection = connect(server)
    connection.request("HEAD", "/digest/")
    head = connection.getresponse()
    assert head.read() == b""
    connection.request("GET", "/digest/")
    got = connection.getresponse()
    assert head.headers["Content-Length"] == str(len(got.read()))
    assert head.headers["ETag"] == got.headers["ETag"]
    connection.request("GET", "/digest/", headers={"If-None-Match": got.headers["ETag"]})
    assert connection.getresponse().status == 304
    connection.close()


def test_a_body_nobody_asked_for_is_not_the_next_request(server: PreviewServer) -> None:
    connection = connect(server)
    connection.request("POST", "/digest/", body=b"GET /digest/ HTTP/1.1\r\n\r\n")
    refused = connection.getresponse()
    assert refused.status == 405
    assert refused.headers["Connection"] == "close"


@pytest.mark.parametrize("request_line", [b"GET /../../etc/passwd HTTP/1.1", b"GET /digest/%2e%2e/ HTTP/1.1"])
def test_a_raw_path_out_of_the_site_is_refused(server: PreviewServer, request_line: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=PATIENCE) as raw:
        raw.sendall(request_line + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert read_until(raw, b"\r\n").startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize("headers", [b"", b"Host: evil.example\r\n"])
def test_the_stream_of_news_is_for_our_own_host_names(server: PreviewServer, headers: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=PATIENCE) as raw:
        raw.sendall(b"GET /__broadsheet__/events HTTP/1.1\r\n" + headers + b"Connection: close\r\n\r\n")
        assert read_until(raw, b"\r\n").startswith(b"HTTP/1.1 421 ")


def test_many_waiting_tabs_starve_nobody_and_hear_of_a_change(
    server: PreviewServer, session: Session, project: Path
) -> None:
    with ExitStack() as tabs:
        streams = [tabs.enter_context(listen(server)) for _ in range(WAITING)]
        for stream in streams:
            heard = read_until(stream, b"data: ")
            assert b"text/event-stream" in heard
        for _ in range(20):
            connection = connect(server)
            connection.request("GET", "/digest/")
            assert connection.getresponse().status == 200
            connection.close()
        write_article(project / "content", "s1", "Edited")
        session.refresh()
        expected = json.dumps({"run": session.run, "number": session.number}).encode()
        for stream in streams:
            read_until(stream, expected)


def test_a_taken_port_moves_to_the_next_free_one(session: Session) -> None:
    with bind_server("127.0.0.1", 0, session) as first, bind_server("127.0.0.1", first.server_port, session) as second:
        assert second.server_port > first.server_port


def test_a_host_that_is_not_ours_is_refused(session: Session) -> None:
    with pytest.raises(OSError, match=r".+"):
        bind_server("192.0.2.1", 0, session)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_site(tmp_path)
    return tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
def test_ctrl_c_stops_at_once_with_tabs_waiting(folder: Path) -> None:
    with running_preview(folder) as preview, ExitStack() as tabs:
        for _ in range(20):
            stream = tabs.enter_context(socket.create_connection(("127.0.0.1", preview.port), timeout=PATIENCE))
            stream.sendall(b"GET /__broadsheet__/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            read_until(stream, b"data: ")
        status, seconds, said = preview.interrupt()
    assert status in (0, 130)
    assert "Traceback" not in said
    assert seconds < 1.0
    assert not (folder / "_site").exists(), "a preview writes nothing"


def test_the_address_has_the_base_path_and_a_taken_port_is_said(folder: Path) -> None:
    with running_preview(folder) as first:
        assert first.address == f"http://127.0.0.1:{first.port}/digest/"
        with running_preview(folder, "--port", str(first.port)) as second:
            assert second.port > first.port
            _, _, said = second.interrupt()
    assert f"note: port {first.port} is taken" in said


def test_serving_on_all_networks_warns(folder: Path) -> None:
    with running_preview(folder, "--host", "0.0.0.0") as preview:
        assert preview.get("/digest/", Host="192.168.0.7:8000")[0].status == 200
        assert preview.get("/digest/", Host="evil.example")[0].status == 421
        _, _, said = preview.interrupt()
    assert "everybody on your networks" in said


def test_a_checkout_of_a_thousand_files_is_taken_whole(folder: Path) -> None:
    with running_preview(folder) as preview:
        for number in range(1000):
            write_article(folder / "content", f"n{number}", f"New {number}", at="2024-04-01")
        until(lambda: b"1003 published" in preview.get("/__broadsheet__/overlay")[1])
        for number in range(1000):
            (folder / f"content/news/n{number}.md").unlink()
        until(lambda: b"3 published" in preview.get("/__broadsheet__/overlay")[1].split(b"<span>", 1)[1][:14])
