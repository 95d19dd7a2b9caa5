"""What AWS and other servers answer over real HTTP becomes the program's own errors."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from sqs_explorer.domain.errors import (
    AccessDenied,
    AwsError,
    ConnectionClosed,
    CredentialsRejected,
    KmsRefused,
    MessageRefused,
    MoveTaskRefused,
    OperationNotOffered,
    OutcomeUnknown,
    PurgeRefused,
    QueueNotFound,
    ReceiptHandleExpired,
    RegionNotEnabled,
    ServiceFailure,
    ServiceUnavailable,
    SignInExpired,
    SqsExplorerError,
    Throttled,
    Unreachable,
)
from sqs_explorer.domain.messages import OutgoingMessage
from sqs_explorer.services.ports import SqsGateway
from tests.aws.aws_files import REGION, AwsFilesInFolder, dev, opened
from tests.fakes.raw_http_server import RawHttpServer, Reply, error_reply, page_reply, query_error_reply
from tests.guards.event_loops import RunCoroutine

URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/orders"
ARN = "arn:aws:sqs:eu-west-1:123456789012:orders-DLQ"
Call = Callable[[SqsGateway], Awaitable[object]]


async def list_queues(sqs: SqsGateway) -> object:
    return [page async for page in sqs.list_queue_urls()]


CALLS: dict[str, Call] = {
    "ListQueues": list_queues,
    "GetQueueAttributes": lambda sqs: sqs.queue_attributes(URL),
    "ListQueueTags": lambda sqs: sqs.queue_tags(URL),
    "GetQueueUrl": lambda sqs: sqs.queue_url("orders"),
    "ListDeadLetterSourceQueues": lambda sqs: sqs.dead_letter_source_urls(URL),
    "ReceiveMessage": lambda sqs: sqs.receive(URL, maximum=1, wait_seconds=0, visibility_seconds=None),
    "SendMessage": lambda sqs: sqs.send(URL, OutgoingMessage("x")),
    "SendMessageBatch": lambda sqs: sqs.send_batch(URL, [OutgoingMessage("x")]),
    "DeleteMessageBatch": lambda sqs: sqs.delete_batch(URL, ["h"]),
    "ChangeMessageVisibilityBatch": lambda sqs: sqs.change_visibility_batch(URL, ["h"], 1),
    "StartMessageMoveTask": lambda sqs: sqs.start_move_task(ARN),
    "ListMessageMoveTasks": lambda sqs: sqs.move_tasks(ARN),
    "CancelMessageMoveTask": lambda sqs: sqs.cancel_move_task("t"),
    "PurgeQueue": lambda sqs: sqs.purge_queue(URL),
    "DeleteQueue": lambda sqs: sqs.delete_queue(URL),
}

DENIED = (
    "User: arn:aws:iam::123456789012:user/a is not authorized to perform: sqs:listqueues on resource: *"
    " because no identity-based policy allows the sqs:listqueues action"
)

ANSWERS: list[tuple[str, Reply, type[AwsError]]] = [
    ("ListQueues", error_reply("AccessDeniedException", DENIED), AccessDenied),
    (
        "ListQueues",
        error_reply("UnrecognizedClientException", "The security token is invalid."),
        CredentialsRejected,
    ),
    (
        "ListQueues",
        error_reply("InvalidClientTokenId", "The security token is invalid."),
        CredentialsRejected,
    ),
    ("ListQueues", error_reply("SignatureDoesNotMatch", status=403), CredentialsRejected),
    ("ListQueues", error_reply("ExpiredTokenException", "The security token has expired"), SignInExpired),
    ("ListQueues", error_reply("ExpiredToken", "The security token has expired", status=403), SignInExpired),
    ("ListQueues", error_reply("OptInRequired", status=403), RegionNotEnabled),
    (
        "GetQueueAttributes",
        error_reply("QueueDoesNotExist", query_code="AWS.SimpleQueueService.NonExistentQueue"),
        QueueNotFound,
    ),
    ("GetQueueAttributes", error_reply("QueueDoesNotExist"), QueueNotFound),
    ("GetQueueAttributes", error_reply("AWS.SimpleQueueService.NonExistentQueue"), QueueNotFound),
    ("GetQueueAttributes", error_reply("InvalidAddress", "The address is invalid."), ServiceFailure),
    ("DeleteMessageBatch", error_reply("ReceiptHandleIsInvalid"), ReceiptHandleExpired),
    (
        "ReceiveMessage",
        error_reply("KmsAccessDenied", "no kms:Decrypt", query_code="KMS.AccessDeniedException"),
        KmsRefused,
    ),
    ("ReceiveMessage", error_reply("OverLimit", "Too many in flight."), Throttled),
    ("SendMessage", error_reply("InvalidMessageContents", "Invalid characters"), MessageRefused),
    ("SendMessage", error_reply("InvalidParameterValue", "must be shorter than"), MessageRefused),
    ("SendMessage", error_reply("RequestThrottled", query_code="RequestThrottled"), Throttled),
    ("SendMessage", error_reply("KmsThrottled", query_code="KMS.ThrottlingException"), Throttled),
    (
        "PurgeQueue",
        error_reply("PurgeQueueInProgress", query_code="AWS.SimpleQueueService.PurgeQueueInProgress"),
        PurgeRefused,
    ),
    ("PurgeQueue", error_reply("AWS.SimpleQueueService.PurgeQueueInProgress", status=403), PurgeRefused),
    ("PurgeQueue", error_reply("InvalidAction"), OperationNotOffered),
    ("PurgeQueue", page_reply(504), OutcomeUnknown),
    ("DeleteQueue", error_reply("QueueDoesNotExist"), QueueNotFound),
    ("DeleteQueue", page_reply(504), OutcomeUnknown),
    ("SendMessage", page_reply(504), OutcomeUnknown),
    ("SendMessage", page_reply(500), ServiceUnavailable),
    ("SendMessageBatch", error_reply("BatchRequestTooLong"), MessageRefused),
    ("StartMessageMoveTask", error_reply("ResourceNotFoundException", status=404), MoveTaskRefused),
    ("StartMessageMoveTask", error_reply("InvalidParameterValue"), MoveTaskRefused),
    ("StartMessageMoveTask", error_reply("AccessDenied", status=403), AccessDenied),
    ("StartMessageMoveTask", page_reply(500), OperationNotOffered),
    ("StartMessageMoveTask", error_reply("InvalidAction"), OperationNotOffered),
    ("ListMessageMoveTasks", page_reply(500), OperationNotOffered),
    ("ListMessageMoveTasks", error_reply("UnsupportedOperation"), OperationNotOffered),
    ("CancelMessageMoveTask", error_reply("NotImplemented", status=501), OperationNotOffered),
    ("ListDeadLetterSourceQueues", page_reply(500), OperationNotOffered),
    ("ListQueueTags", page_reply(404), OperationNotOffered),
    ("GetQueueAttributes", page_reply(405), OperationNotOffered),
    ("ListMessageMoveTasks", error_reply("InternalFailure", status=501), OperationNotOffered),
    ("PurgeQueue", error_reply("InternalFailure", status=501), OperationNotOffered),
]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: f"{answer[0]}-{answer[2].__name__}")
def test_an_answered_error_keeps_code_operation_and_request_id(
    raw: RawHttpServer,
    files: AwsFilesInFolder,
    run: RunCoroutine,
    answer: tuple[str, Reply, type[AwsError]],
) -> None:
    operation, reply, expected = answer
    files.write_keys(raw.url)
    raw.reply(operation, reply)

    async def scenario() -> AwsError:
        async with opened(dev()) as connection:
            with pytest.raises(AwsError) as caught:
                await CALLS[operation](connection.sqs(REGION))
            return caught.value

    error = run(scenario())
    assert type(error) is expected
    assert error.operation == operation
    assert error.code
    assert str(error)
    if reply.headers:
        assert error.request_id == "request-1"


@pytest.mark.parametrize(
    ("operation", "action"),
    [
        ("ListQueues", "sqs:ListQueues"),
        ("SendMessageBatch", "sqs:SendMessage"),
        ("DeleteMessageBatch", "sqs:DeleteMessage"),
        ("ChangeMessageVisibilityBatch", "sqs:ChangeMessageVisibility"),
        ("StartMessageMoveTask", "sqs:StartMessageMoveTask"),
        ("PurgeQueue", "sqs:PurgeQueue"),
        ("DeleteQueue", "sqs:DeleteQueue"),
    ],
)
def test_access_denied_names_the_missing_action(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, operation: str, action: str
) -> None:
    files.write_keys(raw.url)
    raw.reply(
        operation,
        error_reply("AccessDenied", f"is not authorized to perform: {action.lower()} on", status=403),
    )

    async def scenario() -> AccessDenied:
        async with opened(dev()) as connection:
            with pytest.raises(AccessDenied) as caught:
                await CALLS[operation](connection.sqs(REGION))
            return caught.value

    assert run(scenario()).action == action


def test_access_denied_names_another_services_action_where_aws_does(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write_keys(raw.url)
    text = "User: x is not authorized to perform: kms:GenerateDataKey on resource: key"
    raw.reply("SendMessage", error_reply("AccessDeniedException", text))

    async def scenario() -> AccessDenied:
        async with opened(dev()) as connection:
            with pytest.raises(AccessDenied) as caught:
                await CALLS["SendMessage"](connection.sqs(REGION))
            return caught.value

    assert run(scenario()).action == "kms:GenerateDataKey"


@pytest.mark.parametrize(
    "operation", ["SendMessage", "SendMessageBatch", "StartMessageMoveTask", "PurgeQueue", "DeleteQueue"]
)
@pytest.mark.parametrize("reply", [Reply(hangs=True), Reply(drops=True)], ids=["hangs", "drops"])
def test_a_write_without_an_answer_is_tried_once_and_its_outcome_is_unknown(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, operation: str, reply: Reply
) -> None:
    files.write_keys(raw.url)
    raw.reply(operation, reply)

    async def scenario() -> None:
        async with opened(dev(), read_timeout_seconds=0.3) as connection:
            with pytest.raises(OutcomeUnknown) as caught:
                await CALLS[operation](connection.sqs(REGION))
            assert caught.value.operation == operation
            assert not caught.value.retry_may_help

    run(scenario())
    assert raw.operations() == [operation]


@pytest.mark.parametrize(
    ("operation", "error"), [("SendMessage", OutcomeUnknown), ("ReceiveMessage", ConnectionClosed)]
)
def test_a_send_whose_connection_is_closed_before_its_answer_has_an_unknown_outcome(
    raw: RawHttpServer,
    files: AwsFilesInFolder,
    run: RunCoroutine,
    operation: str,
    error: type[SqsExplorerError],
) -> None:
    files.write_keys(raw.url)
    raw.reply(operation, Reply(delay_seconds=30))

    async def scenario() -> None:
        async with opened(dev()) as connection:
            call = asyncio.ensure_future(CALLS[operation](connection.sqs(REGION)))
            while not raw.requests:  # noqa: ASYNC110 - no event tells it
                await asyncio.sleep(0.01)
        with pytest.raises(error):
            await call

    try:
        run(scenario())
    finally:
        raw.stopping.set()


def test_a_read_without_an_answer_is_tried_again(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write_keys(raw.url)
    raw.reply("GetQueueAttributes", Reply(drops=True), Reply(body=b'{"Attributes": {"DelaySeconds": "7"}}'))

    async def scenario() -> int | None:
        async with opened(dev()) as connection:
            return (await connection.sqs(REGION).queue_attributes(URL)).delay_seconds

    assert run(scenario()) == 7
    assert raw.operations() == ["GetQueueAttributes"] * 2


def test_a_fifo_send_without_an_answer_is_tried_again_with_the_same_deduplication_id(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write_keys(raw.url)
    raw.reply("SendMessage", Reply(drops=True), Reply(body=b'{"MessageId": "m"}'))

    async def scenario() -> str:
        async with opened(dev()) as connection:
            message = OutgoingMessage("x", group_id="g", deduplication_id="d")
            return (await connection.sqs(REGION).send(f"{URL}.fifo", message)).message_id

    assert run(scenario()) == "m"
    assert [request.parameters["MessageDeduplicationId"] for request in raw.requests] == ["d", "d"]


@pytest.mark.parametrize("operation", ["SendMessage", "ListMessageMoveTasks"])
def test_a_dead_endpoint_is_unreachable_and_nothing_was_sent(
    files: AwsFilesInFolder, run: RunCoroutine, operation: str
) -> None:
    files.write_keys("http://127.0.0.1:9")

    async def scenario() -> None:
        async with opened(dev()) as connection:
            with pytest.raises(Unreachable) as caught:
                await CALLS[operation](connection.sqs(REGION))
            assert caught.value.retry_may_help

    run(scenario())


@pytest.mark.parametrize(
    "operation", ["StartMessageMoveTask", "ListMessageMoveTasks", "ListDeadLetterSourceQueues"]
)
def test_a_missing_operation_is_asked_for_once(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, operation: str
) -> None:
    files.write_keys(raw.url)
    raw.reply(operation, page_reply(500))

    async def scenario() -> float:
        async with opened(dev()) as connection:
            sqs = connection.sqs(REGION)
            started = time.monotonic()
            with pytest.raises(OperationNotOffered, match=operation):
                await CALLS[operation](sqs)
            return time.monotonic() - started

    assert run(scenario()) < 5
    assert raw.operations() == [operation]


def test_what_a_server_says_of_what_it_lacks_is_kept(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    words = "Service 'sts' is not enabled. Please check your 'SERVICES' configuration variable."
    files.write_keys(raw.url)
    raw.reply("GetCallerIdentity", query_error_reply("InternalFailure", words, status=501))

    async def scenario() -> None:
        async with opened(dev()) as connection:
            with pytest.raises(OperationNotOffered) as caught:
                await connection.identity()
            assert str(caught.value) == (
                f"The server behind this endpoint does not offer GetCallerIdentity. It says: {words}"
            )

    run(scenario())


def test_a_page_instead_of_an_answer_is_not_repeated_as_words(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write_keys(raw.url)
    raw.reply("ListMessageMoveTasks", page_reply(501))

    async def scenario() -> None:
        async with opened(dev()) as connection:
            with pytest.raises(OperationNotOffered) as caught:
                await CALLS["ListMessageMoveTasks"](connection.sqs(REGION))
            assert str(caught.value) == "The server behind this endpoint does not offer ListMessageMoveTasks."

    run(scenario())


def test_an_endpoint_that_is_no_address_says_so(files: AwsFilesInFolder, run: RunCoroutine) -> None:
    files.write_keys("no address")

    async def scenario() -> None:
        async with opened(dev()) as connection:
            with pytest.raises(Exception, match="Invalid endpoint") as caught:
                await CALLS["ListQueues"](connection.sqs(REGION))
            assert type(caught.value).__name__ == "InvalidInput"

    run(scenario())
