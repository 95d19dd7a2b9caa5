"""A server by HTTPS, with a certificate of its own, that says which version is the newest, and counts."""

from __future__ import annotations

import datetime
import json
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from typing_extensions import override


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server says; `hangs` says nothing until the server ends."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    hangs: bool = False


@dataclass
class ReleaseServer:
    """`answers` by path; `requests` are path and headers of all that came."""

    url: str
    answers: dict[str, Answer] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def publish(self, version: str) -> None:
        """Say that a version is the newest."""
        content = {"tag_name": f"v{version}", "html_url": f"{self.url}/tag/v{version}"}
        self.answers["/latest"] = Answer(body=json.dumps(content).encode())


@contextmanager
def release_server(certificate: Path) -> Iterator[ReleaseServer]:
    """Run the server; whoever trusts `certificate` (certificate and key in one file) trusts it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    state = ReleaseServer(f"https://127.0.0.1:{server.server_port}")
    server.state = state  # type: ignore[attr-defined]  # the handler finds it there
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that distrusts hangs up
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield state
    finally:
        state.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()


def make_certificate(path: Path) -> Path:
    """Write a key and a certificate for 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "releases of the tests")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    form, secret = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.write_bytes(key.private_bytes(pem, form, secret) + certificate.public_bytes(pem))
    return path


class _Handler(BaseHTTPRequestHandler):
    timeout = 5

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Count, then answer."""
        state: ReleaseServer = self.server.state  # type: ignore[attr-defined]
        state.requests.append((self.path, dict(self.headers)))
        answer = state.answers.get(self.path, Answer(404))
        if answer.hangs:
            state.ended.wait(5)
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)
