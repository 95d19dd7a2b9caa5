"""The HTTP side of the sandbox: one threaded server that hands each signed request to its service."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Sequence
from typing import Any

from moto.core.request import Request
from moto.core.responses import BaseResponse
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Response

from sqs_explorer.sandbox.backends import Backends
from sqs_explorer.sandbox.identities import SandboxAccounts, SandboxIdentities, SandboxMetrics
from sqs_explorer.sandbox.scripted_refusals import ScriptedRefusal, refusal_for
from sqs_explorer.sandbox.signed_requests import credential_scope
from sqs_explorer.sandbox.sqs_requests import SandboxSqs

LOG = logging.getLogger(__name__)


class ServerRequest(Request):
    """A request that came over a real socket, so that moto adds no Date header of its own."""

    from_wsgi_server = True


class QuietRequestHandler(WSGIRequestHandler):
    """Writes each answer in one piece, which spares a call the 40 ms of a delayed acknowledgement."""

    wbufsize = -1
    disable_nagle_algorithm = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Write no line per request."""


class Application:
    """The WSGI application: finds the service that a request was signed for and lets it answer."""

    def __init__(
        self, backends: Backends, *, latency_seconds: float = 0.0, refusals: Sequence[ScriptedRefusal] = ()
    ) -> None:
        """`latency_seconds` is waited before every answer."""
        bound_sqs = type("BoundSqs", (SandboxSqs,), {"backends": backends})
        self._services: dict[str, type[BaseResponse]] = {
            "sqs": bound_sqs,
            "sts": SandboxIdentities,
            "iam": SandboxAccounts,
            "monitoring": SandboxMetrics,
        }
        self._latency_seconds = latency_seconds
        self._refusals = refusals

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        request = ServerRequest(environ)
        request.get_data(cache=True, parse_form_data=False)
        if self._latency_seconds:
            time.sleep(self._latency_seconds)
        return self._answer(request)(environ, start_response)

    def _answer(self, request: Request) -> Response:
        scope = credential_scope(request.headers.get("Authorization", ""))
        service = self._services.get(scope[3]) if scope else None
        if service is None:
            words = '{"__type": "MissingAuthenticationToken", "message": "Sign for SQS, STS or CloudWatch."}'
            return Response(words, 403)
        target = request.headers.get("X-Amz-Target", "")
        action = target.rsplit(".", 1)[-1] or request.form.get("Action", "")
        if refusal := refusal_for(self._refusals, action, scope[2]):
            status, headers, text = refusal.answer(action, scope[2], query=not target)
            return Response(text, status, headers)
        try:
            status, headers, body = service.dispatch(request, request.raw_url, request.headers)
        except NotImplementedError:
            status, headers, text = ScriptedRefusal(action, None, "InvalidAction").answer(
                action, scope[2], query=not target
            )
            return Response(text, status, headers)
        except Exception:
            LOG.exception("The sandbox failed to answer %s", action)
            return Response('{"__type": "InternalFailure", "message": "See the sandbox log."}', 500)
        shown = {name: str(value) for name, value in headers.items() if name.lower() != "status"}
        return Response(body, int(status), shown)


def open_server(application: Application) -> BaseWSGIServer:
    """Listen on a free port of 127.0.0.1; the caller runs `serve_forever`."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    return make_server("127.0.0.1", 0, application, threaded=True, request_handler=QuietRequestHandler)
