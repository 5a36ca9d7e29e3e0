"""The preview's web server: the standard library's, a thread for each connection (docs/adr/0010)."""

from __future__ import annotations

import errno
import platform
import socket
import sys
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from json import dumps
from socketserver import TCPServer

from generator import __version__
from generator.preview.answers import EVENTS, answer
from generator.preview.messages import Answer, HostRule, Request, parse_path
from generator.preview.session import Session

PORTS_TRIED = 100
"""How many ports are tried from the one asked for on."""
_PING_SECONDS = 15.0
_IDLE_SECONDS = 60.0


class PreviewServer(ThreadingHTTPServer):
    """Answers for a session; a thread that waits for news costs memory and nothing else."""

    daemon_threads = True  # whoever still waits does not keep the process
    block_on_close = False
    request_queue_size = 256

    def __init__(self, host: str, port: int, session: Session) -> None:
        self.session = session
        self.hosts = HostRule(host, platform.node())
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), _Connection)

    def server_bind(self) -> None:
        """Bind, without asking the network for this machine's full name as the base class does."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]  # type: ignore[assignment]

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that went away; own up to all else, and go on."""
        if not isinstance(sys.exception(), OSError):
            traceback.print_exc()


def bind_server(host: str, port: int, session: Session) -> PreviewServer:
    """Bind the first free port from `port` on; raises `OSError` where none is free or the host is not ours."""
    for number in range(port, port + PORTS_TRIED if port else 1):
        try:
            return PreviewServer(host, number, session)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or not port or number == min(port + PORTS_TRIED - 1, 65535):
                raise
    raise OSError(errno.EADDRINUSE, "no port is free")


class _Connection(BaseHTTPRequestHandler):
    """One connection of a browser: requests in, answers out."""

    server: PreviewServer
    protocol_version = "HTTP/1.1"
    server_version = f"Broadsheet/{__version__}"
    sys_version = ""
    timeout = _IDLE_SECONDS
    wbufsize = -1  # headers and body leave together
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer any request; the class asks for a method of this name for each of HTTP's."""
        request = Request(self.command, self.path, {name.lower(): value for name, value in self.headers.items()})
        found = parse_path(self.path)
        if found and found[0] == EVENTS and self.command == "GET" and self._may_listen(request):
            self._tell_news()
            return
        try:
            answered = answer(request, self.server.session, self.server.hosts)
        except Exception:
            traceback.print_exc()
            answered = Answer(500, (("Content-Type", "text/plain; charset=utf-8"),), b"This is a bug of Broadsheet.\n")
        self._send(answered)

    do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_GET  # noqa: N815 - the library's names

    def _may_listen(self, request: Request) -> bool:
        return self.server.hosts.allows(request.headers.get("host"))

    def _send(self, answered: Answer) -> None:
        if self.headers.get("Content-Length", "0") != "0" or self.headers.get("Transfer-Encoding"):
            self.close_connection = True  # a body nobody reads must not pass for the next request
        self.send_response(answered.status)
        for name, value in answered.headers:
            self.send_header(name, value)
        if answered.status != 304:
            self.send_header("Content-Length", str(len(answered.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD" and answered.status != 304:
            self.wfile.write(answered.body)

    def _tell_news(self) -> None:
        """Tell the state's number now and whenever it changes (WHATWG HTML, 9.2: server-sent events)."""
        session = self.server.session
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b"retry: 500\n\n")
        told = -1
        while not session.stopped:
            number = session.number
            # A comment now and then finds out who has gone.
            news = f"data: {dumps({'run': session.run, 'number': number})}\n\n" if number != told else ":\n\n"
            self.wfile.write(news.encode())
            self.wfile.flush()
            told = number
            session.wait(told, _PING_SECONDS)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the library's name
        """Say nothing: a curator wants to read of faults, not of requests."""
