"""Sessions of connections whose credentials come from a test, and a person who gives codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqs_explorer.aws.credentials.sources import CredentialSources
from sqs_explorer.aws.error_translation import translate_error
from sqs_explorer.aws.sessions import ConnectionSession, SharedLibrary
from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.sign_in import MfaRequest
from tests.aws.aws_files import REGION
from tests.fakes.raw_http_server import Reply, assumed_role_reply, json_reply

LIBRARY = SharedLibrary()
"""Service descriptions are read once for all these tests; MFA devices have serials of their own."""


class Person:
    """Gives codes in turn; an error among them is raised. Remembers the questions."""

    def __init__(self, *answers: str | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[MfaRequest] = []

    def __call__(self, request: MfaRequest) -> str:
        """Answer a question."""
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def sources(agreed: frozenset[str] = frozenset(), **changes: Any) -> CredentialSources:
    """Return sources that agree to some commands."""
    return CredentialSources(lambda: agreed, **changes)


@contextmanager
def session_of(
    spec: ConnectionSpec, found: CredentialSources, library: SharedLibrary = LIBRARY
) -> Iterator[ConnectionSession]:
    """Give the session of a connection and close it in the end."""
    session = ConnectionSession(spec, library, found, workers=4, read_timeout_seconds=10)
    try:
        yield session
    finally:
        session.close()


def call(session: ConnectionSession) -> None:
    """Make one call that must be signed. Raises the program's own errors."""
    translated(session, lambda: session.sqs(REGION).list_queues())


def translated(session: ConnectionSession, ask: Callable[[], Any]) -> Any:
    """Return what `ask` returns, or raise its error as the program knows it."""
    try:
        return ask()
    except Exception as error:
        command = session.sign_in_command
        raise translate_error(error, "ListQueues", region=REGION, sign_in_command=command) from error


def error_of(session: ConnectionSession) -> SqsExplorerError:
    """Return how a call fails."""
    try:
        call(session)
    except SqsExplorerError as error:
        return error
    raise AssertionError("The call did not fail.")


def soon(seconds: float) -> str:
    """Return a time from now, as AWS writes it."""
    return (datetime.now(UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def role_reply(access_key_id: str = "ASIAROLE", seconds: float = 3600) -> Reply:
    """Return STS's answer to AssumeRole; the session ends in some seconds."""
    reply = assumed_role_reply(access_key_id)
    return Reply(
        body=reply.body.replace(b"2999-01-01T00:00:00Z", soon(seconds).encode()),
        content_type=reply.content_type,
    )


def sts_error(code: str, message: str, status: int = 403) -> Reply:
    """Return an error as STS answers it."""
    body = (
        '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>'
        f"<Code>{code}</Code><Message>{message}</Message></Error><RequestId>request-1</RequestId></ErrorResponse>"
    )
    return Reply(status=status, body=body.encode(), content_type="text/xml")


def rest_reply(answer: Mapping[str, Any]) -> Reply:
    """Return an answer of a REST service, such as the portal of IAM Identity Center."""
    return Reply(body=json_reply(answer).body, content_type="application/json")
