"""IAM Identity Center on this machine: its OIDC service and its portal, after AWS's own API model."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from typing_extensions import override

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
ANY_PORT_CALLBACK = "http://127.0.0.1/oauth/callback"
_OPERATIONS = {
    "/client/register": "RegisterClient",
    "/device_authorization": "StartDeviceAuthorization",
    "/token": "CreateToken",
}
_STATUSES = {"InvalidClientException": 401, "InternalServerException": 500}

Answer = tuple[int, Mapping[str, str], Mapping[str, Any]]


class Refusal(Exception):
    """An error of the API model: its name, OAuth's word for it and a description."""

    def __init__(self, name: str, error: str, description: str) -> None:
        super().__init__(name)
        self.name = name
        self.error = error
        self.description = description


@dataclass(slots=True)
class Approval:
    """What a person was asked for and has confirmed, by the code that stands for it."""

    client_id: str
    challenge: str = ""
    redirect_uri: str = ""


@dataclass
class SsoServer:
    """What the server knows and was asked. Its secrets all begin with `secret-`, so that leaks are found.

    `polls` are refusals for the next requests with a device code; `errors` for an operation, once each;
    `hangs` never answer, `drops` close the connection without an answer, that many times.
    `browser_error` is what AWS's page sends back in place of a code.
    """

    url: str
    token_seconds: int = 28_800
    registration_seconds: int = 90 * 86_400
    gives_refresh_tokens: bool = True
    browser_error: tuple[str, str] | None = None
    polls: list[Refusal] = field(default_factory=list)
    errors: dict[str, list[Refusal]] = field(default_factory=dict)
    answers: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    hangs: frozenset[str] = frozenset()
    drops: dict[str, int] = field(default_factory=dict)
    requests: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    clients: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    approvals: dict[str, Approval] = field(default_factory=dict)
    refresh_tokens: dict[str, str] = field(default_factory=dict)
    access_tokens: set[str] = field(default_factory=set)
    asked: threading.Event = field(default_factory=threading.Event)
    stopping: threading.Event = field(default_factory=threading.Event)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def operations(self) -> list[str]:
        """Return the operations asked for so far."""
        return [operation for operation, _ in self.requests]

    def parameters(self, operation: str) -> Mapping[str, Any]:
        """Return what an operation was last asked with."""
        return next(asked for name, asked in reversed(self.requests) if name == operation)

    def answer(self, operation: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        """Answer a call. Raises Refusal."""
        self.requests.append((operation, asked))
        self.asked.set()
        _check(operation, asked)
        if self.errors.get(operation):
            raise self.errors[operation].pop(0)
        if operation in self.answers:
            return self.answers[operation]
        if operation == "RegisterClient":
            return self._register(asked)
        self._check_client(asked)
        if operation == "StartDeviceAuthorization":
            return self._start_device(asked)
        return self._create_token(asked)

    def authorize(self, query: Mapping[str, str]) -> str:
        """Return where AWS's page sends the browser once the person has agreed or refused."""
        client = self.clients[query["client_id"]]
        address = urlsplit(query["redirect_uri"])
        assert f"{address.scheme}://{address.hostname}{address.path}" in client["redirectUris"]
        assert (query["response_type"], query["code_challenge_method"]) == ("code", "S256")
        assert set(query["scopes"].split(" ")) <= set(client["scopes"])
        if self.browser_error:
            error, description = self.browser_error
            fields = {"error": error, "error_description": description, "state": query["state"]}
        else:
            code = self._secret("code")
            self.approvals[code] = Approval(
                query["client_id"], query["code_challenge"], query["redirect_uri"]
            )
            fields = {"code": code, "state": query["state"]}
        return f"{query['redirect_uri']}?{urlencode(fields)}"

    def role_credentials(self, token: str, query: Mapping[str, str]) -> Mapping[str, Any]:
        """Answer the portal's GetRoleCredentials. Raises Refusal."""
        if token not in self.access_tokens:
            raise Refusal("UnauthorizedException", "unauthorized", "Session token not found or invalid")
        expiration = int((time.time() + 3_600) * 1_000)
        return {
            "roleCredentials": {
                "accessKeyId": f"ASIA{query['account_id']}",
                "secretAccessKey": self._secret("key"),
                "sessionToken": self._secret("session"),
                "expiration": expiration,
            }
        }

    def _register(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        client_id = f"client-{next(self._numbers)}"
        secret = self._secret("client")
        self.clients[client_id] = {**asked, "clientSecret": secret}
        now = int(time.time())
        return {
            "clientId": client_id,
            "clientSecret": secret,
            "clientIdIssuedAt": now,
            "clientSecretExpiresAt": now + self.registration_seconds,
        }

    def _check_client(self, asked: Mapping[str, Any]) -> None:
        client = self.clients.get(asked["clientId"])
        if client is None or client["clientSecret"] != asked["clientSecret"]:
            raise Refusal("InvalidClientException", "invalid_client", "Client not known")

    def _start_device(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        code = self._secret("device")
        self.approvals[code] = Approval(asked["clientId"])
        return {
            "deviceCode": code,
            "userCode": "WXYZ-1234",
            "verificationUri": f"{self.url}/device",
            "verificationUriComplete": f"{self.url}/device?user_code=WXYZ-1234",
            "expiresIn": 600,
            "interval": 1,
        }

    def _create_token(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        client_id = asked["clientId"]
        grant = asked["grantType"]
        if grant == DEVICE_GRANT and self.polls:
            raise self.polls.pop(0)
        if grant == "refresh_token":
            if self.refresh_tokens.pop(asked["refreshToken"], "") != client_id:
                raise Refusal("InvalidGrantException", "invalid_grant", "Refresh token not known")
        else:
            code = asked["deviceCode"] if grant == DEVICE_GRANT else asked["code"]
            approval = self.approvals.pop(code, None)
            if approval is None or approval.client_id != client_id:
                raise Refusal("InvalidGrantException", "invalid_grant", "Code not known")
            if grant == "authorization_code" and not _proves(asked, approval):
                raise Refusal("InvalidGrantException", "invalid_grant", "The verifier does not fit")
        return self._new_token(client_id)

    def _new_token(self, client_id: str) -> Mapping[str, Any]:
        token = self._secret("token")
        self.access_tokens.add(token)
        answer = {"accessToken": token, "tokenType": "Bearer", "expiresIn": self.token_seconds}
        if not self.gives_refresh_tokens or not self.clients[client_id].get("scopes"):
            return answer
        refresh = self._secret("refresh")
        self.refresh_tokens[refresh] = client_id
        return {**answer, "refreshToken": refresh}

    def _secret(self, kind: str) -> str:
        return f"secret-{kind}-{next(self._numbers)}"


def _proves(asked: Mapping[str, Any], approval: Approval) -> bool:
    digest = hashlib.sha256(asked["codeVerifier"].encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return (challenge, asked["redirectUri"]) == (approval.challenge, approval.redirect_uri)


def _check(operation: str, asked: Mapping[str, Any]) -> None:
    """Refuse what AWS's API model does not have, as AWS would not understand it."""
    from botocore.loaders import Loader
    from botocore.model import ServiceModel

    model = ServiceModel(Loader().load_service_model("sso-oidc", "service-2"), "sso-oidc")
    shape: Any = model.operation_model(operation).input_shape
    if not set(shape.required_members) <= set(asked) <= set(shape.members):
        raise Refusal("InvalidRequestException", "invalid_request", f"Fields: {sorted(asked)}")


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.sso = SsoServer(f"http://127.0.0.1:{self.server_port}")

    @override
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is part of the tests."""


class _Answering(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        """Answer the OIDC service's calls."""
        operation = _OPERATIONS[self.path]
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if "Authorization" in self.headers:
            raise AssertionError("these calls are unsigned")
        if operation in self.server.sso.hangs:
            self.server.sso.asked.set()
            self.server.sso.stopping.wait(30)
            return
        if self.server.sso.drops.get(operation, 0):
            self.server.sso.drops[operation] -= 1
            return
        self._send(lambda: self.server.sso.answer(operation, asked))

    def do_GET(self) -> None:
        """Answer a browser on AWS's page, and the portal's calls."""
        address = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        if address.path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.server.sso.authorize(query))
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif address.path == "/federation/credentials":
            token = self.headers["x-amz-sso_bearer_token"]
            self._send(lambda: self.server.sso.role_credentials(token, query))
        else:
            self._send(lambda: {"page": address.path})

    def _send(self, answer: Callable[[], Mapping[str, Any]]) -> None:
        status, content, name = 200, {}, ""
        try:
            content = dict(answer())
        except Refusal as refusal:
            status, name = _STATUSES.get(refusal.name, 400), refusal.name
            content = {"error": refusal.error, "error_description": refusal.description}
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if name:
            self.send_header("x-amzn-ErrorType", name)
        self.end_headers()
        self.wfile.write(body)

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@contextmanager
def run_sso_server() -> Iterator[SsoServer]:
    """Run a server on this machine until the block ends."""
    server = _Server()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), name="sso-server")
    thread.start()
    try:
        yield server.sso
    finally:
        server.sso.stopping.set()
        server.shutdown()
        thread.join()
        server.server_close()
