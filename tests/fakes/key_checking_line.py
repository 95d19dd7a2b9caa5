"""A line to a server that refuses requests signed by keys that have expired, as AWS does in front of SQS."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from typing_extensions import override

_REFUSAL = {
    "__type": "com.amazon.coral.service#ExpiredTokenException",
    "message": "The security token included in the request is expired",
}
_REFUSAL_IN_XML = (
    '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>'
    "<Code>ExpiredToken</Code><Message>The security token included in the request is expired</Message>"
    "</Error><RequestId>request-1</RequestId></ErrorResponse>"
)
"""As STS and IAM say it."""

_ENDS_HERE = {"connection", "content-length", "transfer-encoding", "date", "server"}


class KeyCheckingLine(ThreadingHTTPServer):
    """Passes requests on; `seen` are the access key IDs that signed them, `expired` those it refuses."""

    daemon_threads = False

    def __init__(self, server_url: str) -> None:
        super().__init__(("127.0.0.1", 0), _PassingOn)
        parts = urlsplit(server_url)
        self.target = (str(parts.hostname), int(parts.port or 80))
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.expired: set[str] = set()
        self.seen: set[str] = set()
        self.refusals = 0
        self.before_refusing: Callable[[], object] = lambda: None
        self._sockets: list[socket.socket] = []

    @override
    def get_request(self) -> tuple[socket.socket, Any]:
        accepted, address = super().get_request()
        self._sockets.append(accepted)
        return accepted, address

    @override
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is part of the tests."""

    def shut_connections(self) -> None:
        """Wake the threads that wait for another request."""
        for accepted in self._sockets:
            with contextlib.suppress(OSError):
                accepted.shutdown(socket.SHUT_RDWR)


class _PassingOn(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: KeyCheckingLine

    def do_POST(self) -> None:
        """Refuse, or pass on to the server and back."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        found = re.search(r"Credential=([^/]+)/", self.headers.get("Authorization", ""))
        key = found.group(1) if found else ""
        self.server.seen.add(key)
        if key in self.server.expired:
            self.server.refusals += 1
            self.server.before_refusing()
            self._refuse()
            return
        onwards = HTTPConnection(*self.server.target, timeout=30)
        with contextlib.closing(onwards):
            onwards.request("POST", self.path, body, dict(self.headers))
            answer = onwards.getresponse()
            self._answer(answer.status, dict(answer.getheaders()), answer.read())

    def _refuse(self) -> None:
        is_json = "X-Amz-Target" in self.headers
        content_type = "application/x-amz-json-1.0" if is_json else "text/xml"
        text = json.dumps(_REFUSAL) if is_json else _REFUSAL_IN_XML
        self._answer(403, {"Content-Type": content_type}, text.encode())

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in _ENDS_HERE:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def key_checking_line(server_url: str) -> Iterator[KeyCheckingLine]:
    """Run one for a test, and end its threads."""
    line = KeyCheckingLine(server_url)
    thread = threading.Thread(target=line.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield line
    finally:
        line.shutdown()
        thread.join()
        line.shut_connections()
        line.server_close()
