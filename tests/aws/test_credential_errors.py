"""Errors on the way to credentials: told from the call's own, never repeating what came back."""

from __future__ import annotations

import traceback

import pytest
from botocore.exceptions import ClientError, CredentialRetrievalError

from sqs_explorer.aws.error_translation import translate_error
from sqs_explorer.domain.connections import ENVIRONMENT_PROFILE, ConnectionSpec, ProfileKind
from sqs_explorer.domain.errors import (
    AccessDenied,
    CommandFailed,
    CredentialsRejected,
    MfaCodeRefused,
    SignInExpired,
    SqsExplorerError,
    Unreachable,
)
from sqs_explorer.domain.messages import OutgoingMessage
from tests.aws.aws_files import KEYS, REGION, AwsFilesInFolder, dev, opened
from tests.fakes.raw_http_server import RawHttpServer, Reply, assumed_role_reply
from tests.guards.event_loops import RunCoroutine

URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/orders"


@pytest.mark.parametrize(
    ("operation", "action"),
    [
        ("GetCallerIdentity", "sts:GetCallerIdentity"),
        ("AssumeRole", "sts:AssumeRole"),
        ("ListAccountAliases", "iam:ListAccountAliases"),
        ("ListRegions", "account:ListRegions"),
        ("DescribeRegions", "ec2:DescribeRegions"),
        ("GetRoleCredentials", "sso:GetRoleCredentials"),
    ],
)
def test_access_denied_names_the_action_of_the_service_that_was_asked(operation: str, action: str) -> None:
    error = ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, operation)
    translated = translate_error(error, operation)
    assert isinstance(translated, AccessDenied)
    assert translated.action == action


def test_a_wrong_mfa_code_is_told_from_a_missing_permission() -> None:
    text = "MultiFactorAuthentication failed with invalid MFA one time pass code."
    error = ClientError({"Error": {"Code": "AccessDenied", "Message": text}}, "AssumeRole")
    assert type(translate_error(error, "ListQueues")) is MfaCodeRefused


@pytest.mark.parametrize("name", ["AWS_SESSION_TOKEN", "AWS_ACCESS_KEY_ID"])
@pytest.mark.parametrize("operation", ["queue_url", "send"])
def test_a_line_break_in_a_key_is_said_and_the_key_is_not(
    raw: RawHttpServer,
    run: RunCoroutine,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    operation: str,
) -> None:
    keys = {"AWS_ACCESS_KEY_ID": "AKIAMARKED", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "MARKED"}
    for variable, value in {**keys, name: keys[name] + "\nmore"}.items():
        monkeypatch.setenv(variable, value)
    spec = ConnectionSpec(ENVIRONMENT_PROFILE, (REGION,), endpoint_url=raw.url, kind=ProfileKind.ENVIRONMENT)

    async def scenario() -> SqsExplorerError:
        async with opened(spec) as connection:
            sqs = connection.sqs(REGION)
            call = sqs.queue_url("q") if operation == "queue_url" else sqs.send(URL, OutgoingMessage("x"))
            with pytest.raises(CredentialsRejected, match="line break") as caught:
                await call
            return caught.value

    error = run(scenario())
    assert "MARKED" not in "".join(traceback.format_exception(error))
    assert raw.requests == []


@pytest.mark.parametrize("is_wrapped", [True, False])
def test_the_programs_own_errors_pass_through_botocore(is_wrapped: bool) -> None:
    own = CommandFailed("The command did not answer within 20 seconds.")
    error: Exception = own
    if is_wrapped:
        try:
            try:
                raise own
            except CommandFailed as cause:
                raise CredentialRetrievalError(provider="custom-process", error_msg="it failed") from cause
        except CredentialRetrievalError as wrapping:
            error = wrapping
    assert translate_error(error, "ListQueues") is own


@pytest.mark.parametrize("operation", ["AssumeRole", "ReceiveMessage"])
def test_an_answer_that_can_not_be_read_is_not_repeated_in_the_error(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, operation: str
) -> None:
    role = "role_arn = arn:aws:iam::1:role/r\nsource_profile = base\n"
    files.write(f"[profile dev]\n{role}endpoint_url = {raw.url}\n", f"[base]\n{KEYS}")
    raw.reply("AssumeRole", assumed_role_reply())
    raw.reply(operation, Reply(body=b"<SecretAccessKey>marked", content_type="text/xml"))
    raw.reply("ReceiveMessage", Reply(status=200, body=b'{"Messages": "marked'))

    async def scenario() -> str:
        async with opened(dev()) as connection:
            try:
                await connection.sqs(REGION).receive(URL, maximum=1, wait_seconds=0, visibility_seconds=0)
            except SqsExplorerError as error:
                return "".join(traceback.format_exception(error)) + repr(vars(error))
            return ""

    assert "marked" not in run(scenario())


@pytest.mark.parametrize("reply", [Reply(hangs=True), Reply(drops=True)], ids=["hangs", "drops"])
def test_a_send_that_got_no_credentials_was_not_sent(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, reply: Reply
) -> None:
    role = "role_arn = arn:aws:iam::1:role/r\nsource_profile = base\n"
    files.write(f"[profile dev]\n{role}endpoint_url = {raw.url}\n", f"[base]\n{KEYS}")
    raw.reply("AssumeRole", reply)

    async def scenario() -> None:
        async with opened(dev(), read_timeout_seconds=0.2) as connection:
            with pytest.raises(Unreachable):
                await connection.sqs(REGION).send(URL, OutgoingMessage("x"))

    run(scenario())
    assert set(raw.operations()) == {"AssumeRole"}


def test_credentials_that_come_expired_point_at_the_clock() -> None:
    words = "Credentials were refreshed, but the refreshed credentials are still expired."
    error = translate_error(RuntimeError(words), "ListQueues", sign_in_command="aws sso login --profile dev")
    assert isinstance(error, SignInExpired)
    assert "clock" in str(error)
