"""A server that answers what a test tells it to: pages, AWS's errors, silence, closed connections."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from typing_extensions import override

_REST_OPERATIONS = {
    "/listRegions": "ListRegions",
    "/federation/credentials": "GetRoleCredentials",
    "/token": "CreateToken",
    "/v1/token": "CreateOAuth2Token",
}
"""Operations that are told by their path, not by a header or a field."""

_ENDS_HERE = {"connection", "content-length", "content-type", "transfer-encoding", "date", "server"}

HTML_500 = b"<!doctype html><title>500 Internal Server Error</title><h1>Internal Server Error</h1>"


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. `hangs` never answers; `drops` reads the request and closes the connection."""

    status: int = 200
    body: bytes = b"{}"
    content_type: str = "application/x-amz-json-1.0"
    headers: Mapping[str, str] = field(default_factory=dict)
    hangs: bool = False
    drops: bool = False
    delay_seconds: float = 0


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came."""

    operation: str
    parameters: Mapping[str, Any]
    headers: Mapping[str, str]
    path: str
    text: str = ""


def json_reply(answer: Mapping[str, Any], delay_seconds: float = 0) -> Reply:
    """Return an answer of the JSON protocol."""
    headers = {"x-amzn-RequestId": "request-1"}
    return Reply(body=json.dumps(answer).encode(), headers=headers, delay_seconds=delay_seconds)


def error_reply(code: str, message: str = "", *, status: int = 400, query_code: str = "") -> Reply:
    """Return an error as SQS's JSON protocol carries it; `query_code` is the code of the older protocol."""
    headers = {"x-amzn-RequestId": "request-1"}
    if query_code:
        headers["x-amzn-query-error"] = f"{query_code};Sender"
    body = json.dumps({"__type": f"com.amazonaws.sqs#{code}", "message": message}).encode()
    return Reply(status=status, body=body, headers=headers)


def query_error_reply(code: str, message: str = "", *, status: int = 403) -> Reply:
    """Return an error as STS and IAM answer it, in XML."""
    body = (
        f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>"
        "<RequestId>request-1</RequestId></ErrorResponse>"
    )
    return Reply(status=status, body=body.encode(), content_type="text/xml")


def page_reply(status: int) -> Reply:
    """Return a web page instead of an answer, as servers that are not AWS do."""
    return Reply(status=status, body=HTML_500, content_type="text/html")


def identity_reply(account_id: str = "123456789012") -> Reply:
    """Return STS's answer to GetCallerIdentity."""
    body = (
        '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>'
        f"<Arn>arn:aws:iam::{account_id}:user/alice</Arn><UserId>AIDA1</UserId><Account>{account_id}</Account>"
        "</GetCallerIdentityResult></GetCallerIdentityResponse>"
    )
    return Reply(body=body.encode(), content_type="text/xml")


def assumed_role_reply(access_key_id: str = "ASIAROLE") -> Reply:
    """Return STS's answer to AssumeRole."""
    body = (
        '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>'
        f"<AccessKeyId>{access_key_id}</AccessKeyId><SecretAccessKey>s</SecretAccessKey>"
        "<SessionToken>t</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials>"
        "<AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/r/s</Arn><AssumedRoleId>A:s</AssumedRoleId>"
        "</AssumedRoleUser></AssumeRoleResult></AssumeRoleResponse>"
    )
    return Reply(body=body.encode(), content_type="text/xml")


def aliases_reply(*aliases: str) -> Reply:
    """Return IAM's answer to ListAccountAliases."""
    members = "".join(f"<member>{alias}</member>" for alias in aliases)
    body = (
        '<ListAccountAliasesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">'
        f"<ListAccountAliasesResult><AccountAliases>{members}</AccountAliases><IsTruncated>false</IsTruncated>"
        "</ListAccountAliasesResult></ListAccountAliasesResponse>"
    )
    return Reply(body=body.encode(), content_type="text/xml")


def ec2_regions_reply(*regions: str) -> Reply:
    """Return EC2's answer to DescribeRegions."""
    items = "".join(
        f"<item><regionName>{region}</regionName><regionEndpoint>ec2.{region}.amazonaws.com</regionEndpoint>"
        "<optInStatus>opt-in-not-required</optInStatus></item>"
        for region in regions
    )
    body = (
        '<DescribeRegionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId>'
        f"<regionInfo>{items}</regionInfo></DescribeRegionsResponse>"
    )
    return Reply(body=body.encode(), content_type="text/xml")


class RawHttpServer:
    """Replies by operation: those told for it in turn, the last one again and again; `{}` for the others.

    With `pass_on` the others go to a real server; `passed` holds them with its answers.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.requests: list[Request] = []
        self.stopping = threading.Event()
        self.passed: list[tuple[Request, Reply]] = []
        self._target: tuple[str, int] | None = None
        self._replies: dict[str, list[Reply]] = {}
        self._lock = threading.Lock()

    def reply(self, operation: str, *replies: Reply) -> None:
        """Say what to answer to an operation from now on; without replies, as if nothing had been said."""
        self._replies[operation] = list(replies)

    def pass_on(self, server_url: str) -> None:
        """Let a real server answer whatever no reply is told for."""
        parts = urlsplit(server_url)
        self._target = (str(parts.hostname), int(parts.port or 80))

    def operations(self) -> list[str]:
        """Return the operations asked for so far."""
        return [request.operation for request in self.requests]

    def take_reply(self, request: Request) -> Reply:
        """Record a request and return its answer."""
        with self._lock:
            self.requests.append(request)
            replies = self._replies.get(request.operation)
            if replies:
                return replies.pop(0) if len(replies) > 1 else replies[0]
        reply = Reply() if self._target is None else _ask(self._target, request)
        with self._lock:
            self.passed.append((request, reply))
        return reply


def _ask(target: tuple[str, int], request: Request) -> Reply:
    """Ask another server what was asked here."""
    with contextlib.closing(HTTPConnection(*target, timeout=30)) as onwards:
        onwards.request("POST", request.path, request.text.encode(), dict(request.headers))
        answer = onwards.getresponse()
        headers = {name: value for name, value in answer.getheaders() if name.lower() not in _ENDS_HERE}
        content_type = answer.getheader("Content-Type", "")
        return Reply(answer.status, answer.read(), content_type, headers)


class _Server(ThreadingHTTPServer):
    """Ends only when all its threads have; idle connections are shut for that."""

    daemon_threads = False
    block_on_close = True

    def __init__(self) -> None:
        self._sockets: list[socket.socket] = []
        super().__init__(("127.0.0.1", 0), _Answering)
        self.raw = RawHttpServer(f"http://127.0.0.1:{self.server_port}")

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


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        """Answer as told."""
        raw = self.server.raw
        reply = raw.take_reply(self._read())
        if reply.hangs or reply.drops:
            if reply.hangs:
                raw.stopping.wait(30)
            self.close_connection = True
            return
        if reply.delay_seconds:
            raw.stopping.wait(reply.delay_seconds)
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)

    def do_GET(self) -> None:
        """Answer as told; the operation is the path."""
        self.do_POST()

    def do_PUT(self) -> None:
        """Answer as told; the operation is the path."""
        self.do_POST()

    def _read(self) -> Request:
        text = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        target = self.headers.get("X-Amz-Target", "")
        if target:
            operation = target.rsplit(".", 1)[-1]
            return Request(operation, json.loads(text), dict(self.headers), self.path, text)
        path = self.path.partition("?")[0]
        if path in _REST_OPERATIONS:
            return Request(_REST_OPERATIONS[path], json.loads(text or "{}"), dict(self.headers), self.path)
        fields = {name: values[0] for name, values in parse_qs(text).items()}
        return Request(fields.get("Action") or path.strip("/"), fields, dict(self.headers), self.path, text)

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@contextmanager
def run_raw_http_server() -> Iterator[RawHttpServer]:
    """Run a server on this machine until the block ends."""
    server = _Server()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), name="raw-http-server")
    thread.start()
    try:
        yield server.raw
    finally:
        server.raw.stopping.set()
        server.shutdown()
        thread.join()
        server.shut_connections()
        server.server_close()
