"""A wrong clock is told from wrong or expired keys by the Date of AWS's answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sqs_explorer.domain.errors import AwsError, ClockWrong, CredentialsRejected, SignInExpired
from tests.aws.aws_files import REGION, AwsFilesInFolder, dev, opened
from tests.fakes.fake_clock import FakeClock
from tests.fakes.raw_http_server import RawHttpServer, Reply, error_reply
from tests.guards.event_loops import RunCoroutine

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
SIGNATURE_EXPIRED = error_reply(
    "InvalidSignatureException",
    "Signature expired: 20260105T080000Z is now earlier than 20260105T085500Z (20260105T090000Z - 5 min.)",
    status=403,
)


def refused(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, reply: Reply, ahead_seconds: float
) -> AwsError:
    """Return what a call says whose answer is `reply`, on a machine whose clock is ahead of the server's."""
    files.write_keys(raw.url)
    raw.reply("GetQueueUrl", reply)
    clock = FakeClock(datetime.now(UTC) + timedelta(seconds=ahead_seconds))

    async def scenario() -> AwsError:
        async with opened(dev(), clock=clock) as connection:
            with pytest.raises(AwsError) as caught:
                await connection.sqs(REGION).queue_url("orders")
            return caught.value

    return run(scenario())


@pytest.mark.parametrize(
    ("ahead_seconds", "words"),
    [
        (2 * HOUR + 3 * MINUTE, "2 hours 3 minutes ahead of AWS's"),
        (-5 * MINUTE, "5 minutes behind AWS's"),
        (HOUR, "1 hour ahead of"),
        (-(3 * DAY + 4 * HOUR), "3 days 4 hours behind"),
    ],
)
def test_a_clock_that_is_off_is_said_with_how_much(
    raw: RawHttpServer,
    files: AwsFilesInFolder,
    run: RunCoroutine,
    ahead_seconds: float,
    words: str,
) -> None:
    error = refused(raw, files, run, SIGNATURE_EXPIRED, ahead_seconds)
    assert isinstance(error, ClockWrong)
    assert words in str(error)
    assert abs(error.ahead_seconds - ahead_seconds) < 30
    assert (error.operation, error.request_id) == ("GetQueueUrl", "request-1")


@pytest.mark.parametrize(
    "reply",
    [
        error_reply("InvalidSignatureException", "Signature not yet current: 20260105T100000Z", status=403),
        error_reply(
            "SignatureDoesNotMatch", "Signature expired: 20260105T100000Z is now earlier", status=403
        ),
        error_reply("RequestTimeTooSkewed", "The difference is too large.", status=403),
        error_reply("RequestExpired", "Request has expired.", status=400),
        error_reply("ExpiredToken", "The security token has expired.", status=403),
        error_reply("ExpiredTokenException", "The security token has expired.", status=403),
    ],
)
def test_every_refusal_that_speaks_of_time_is_looked_at(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, reply: Reply
) -> None:
    assert isinstance(refused(raw, files, run, reply, HOUR), ClockWrong)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (SIGNATURE_EXPIRED, CredentialsRejected),
        (error_reply("ExpiredTokenException", "The security token has expired.", status=403), SignInExpired),
    ],
)
def test_with_a_good_clock_an_expired_signature_or_token_stays_what_it_was(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, reply: Reply, expected: type[AwsError]
) -> None:
    assert type(refused(raw, files, run, reply, 3 * MINUTE)) is expected


def test_a_wrong_secret_is_no_matter_of_the_clock(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    reply = error_reply("SignatureDoesNotMatch", "The request signature does not match.", status=403)
    assert type(refused(raw, files, run, reply, HOUR)) is CredentialsRejected
