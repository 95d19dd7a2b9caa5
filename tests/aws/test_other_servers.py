"""What GoAWS, ElasticMQ and their like answer over real HTTP, as they were seen to answer."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from sqs_explorer.domain.errors import (
    AwsError,
    MessageRefused,
    MoveTaskRefused,
    OperationNotOffered,
    QueueNotFound,
    ServerTooOld,
    ServiceFailure,
    ServiceUnavailable,
    Unreachable,
)
from sqs_explorer.domain.messages import EntryFailure, OutgoingMessage, SentMessage
from sqs_explorer.services.ports import SqsGateway
from tests.aws.aws_files import REGION, AwsFilesInFolder, dev, opened
from tests.aws.test_error_translation import CALLS, URL
from tests.fakes.raw_http_server import RawHttpServer, Reply, Request, error_reply, json_reply, page_reply
from tests.guards.event_loops import RunCoroutine

T = TypeVar("T")
BAD_REQUEST = Reply(400, b"Bad Request", "text/plain; charset=utf-8")
"""GoAWS's answer to an action that it does not have."""


def goaws_error(code: str, words: str) -> Reply:
    """Return an error as GoAWS puts it: no `__type`, no header."""
    return Reply(400, json.dumps({"Type": "Not Found", "Code": code, "Message": words}).encode())


def asked(
    files: AwsFilesInFolder, run: RunCoroutine, raw: RawHttpServer, call: Callable[[SqsGateway], Awaitable[T]]
) -> T:
    """Make calls through a gateway of its own."""
    files.write_keys(raw.url)

    async def scenario() -> T:
        async with opened(dev()) as connection:
            return await call(connection.sqs(REGION))

    return run(scenario())


@pytest.mark.parametrize(
    "case",
    [
        ("ReceiveMessage", "AWS.SimpleQueueService.NonExistentQueue", QueueNotFound),
        ("DeleteQueue", "AWS.SimpleQueueService.NonExistentQueue", QueueNotFound),
        ("SendMessage", "InvalidParameterValue", MessageRefused),
    ],
    ids=lambda case: case[0],
)
def test_an_error_whose_code_stands_where_botocore_does_not_look_is_known_by_it(
    raw: RawHttpServer,
    files: AwsFilesInFolder,
    run: RunCoroutine,
    case: tuple[str, str, type[AwsError]],
) -> None:
    operation, code, expected = case
    raw.reply(operation, goaws_error(code, "GoAWS's words."))
    with pytest.raises(expected, match="GoAWS's words") as caught:
        asked(files, run, raw, CALLS[operation])
    assert caught.value.code == code


@pytest.mark.parametrize(
    "operation",
    ["ListQueueTags", "ListDeadLetterSourceQueues", "ListMessageMoveTasks", "StartMessageMoveTask"],
)
def test_a_line_of_text_in_place_of_an_error_is_an_operation_that_is_not_offered(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, operation: str
) -> None:
    raw.reply(operation, BAD_REQUEST)
    with pytest.raises(OperationNotOffered, match=f"does not offer {operation}"):
        asked(files, run, raw, CALLS[operation])


def test_the_results_of_a_batch_are_found_under_their_older_name(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    entries = [{"Id": str(number), "MessageId": f"m{number}", "MD5OfMessageBody": "x"} for number in range(2)]
    raw.reply("SendMessageBatch", json_reply({"SendMessageBatchResultEntry": entries}))

    async def send(sqs: SqsGateway) -> tuple[SentMessage | EntryFailure, ...]:
        return await sqs.send_batch(URL, [OutgoingMessage("a"), OutgoingMessage("b")])

    sent = asked(files, run, raw, send)
    assert [one.message_id for one in sent if isinstance(one, SentMessage)] == ["m0", "m1"]


def test_a_hold_is_changed_one_by_one_where_there_is_no_batch_of_it(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    not_in_flight = goaws_error("AWS.SimpleQueueService.MessageNotInFlight", "It isn't in flight.")
    raw.reply("ChangeMessageVisibilityBatch", BAD_REQUEST)
    raw.reply("ChangeMessageVisibility", json_reply({}), not_in_flight, json_reply({}))

    async def release(sqs: SqsGateway) -> tuple[EntryFailure | None, ...]:
        first = await sqs.change_visibility_batch(URL, ["a", "b"], 0)
        return first + await sqs.change_visibility_batch(URL, ["c"], 0)

    answers = asked(files, run, raw, release)
    assert answers[0] is None
    assert answers[1] == EntryFailure(
        "AWS.SimpleQueueService.MessageNotInFlight", "It isn't in flight.", True
    )
    assert answers[2] is None
    assert raw.operations() == ["ChangeMessageVisibilityBatch", *["ChangeMessageVisibility"] * 3]
    handles = [request.parameters["ReceiptHandle"] for request in raw.requests[1:]]
    assert handles == ["a", "b", "c"]
    assert {request.parameters["VisibilityTimeout"] for request in raw.requests[1:]} == {0}


def test_a_server_that_is_gone_meanwhile_is_not_asked_for_each_message(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    raw.reply("ChangeMessageVisibilityBatch", error_reply("InvalidAction"))
    raw.reply("ChangeMessageVisibility", Reply(drops=True))

    async def release(sqs: SqsGateway) -> object:
        return await sqs.change_visibility_batch(URL, ["a", "b", "c"], 0)

    with pytest.raises(Unreachable):
        asked(files, run, raw, release)
    handles = [one.parameters["ReceiptHandle"] for one in raw.requests if "ReceiptHandle" in one.parameters]
    assert set(handles) == {"a"}


def test_system_attributes_are_asked_for_by_their_older_name_too_but_not_of_aws(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that knows only AttributeNames would give no group ID, and a move would lose it."""
    asked(files, run, raw, CALLS["ReceiveMessage"])
    monkeypatch.setattr("sqs_explorer.aws.sessions.is_aws", lambda url: True)
    asked(files, run, raw, CALLS["ReceiveMessage"])
    elsewhere, on_aws = (request.parameters for request in raw.requests)
    assert elsewhere["MessageSystemAttributeNames"] == elsewhere["AttributeNames"] == ["All"]
    assert on_aws["MessageSystemAttributeNames"] == ["All"]
    assert "AttributeNames" not in on_aws


def test_a_size_and_times_of_0_are_not_known(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    answered = {"CreatedTimestamp": "0000000000", "LastModifiedTimestamp": "0", "MaximumMessageSize": "0"}
    raw.reply("GetQueueAttributes", json_reply({"Attributes": {**answered, "DelaySeconds": "0"}}))
    attributes = asked(files, run, raw, lambda sqs: sqs.queue_attributes(URL))
    assert (attributes.created_at, attributes.last_modified_at) == (None, None)
    assert attributes.maximum_message_size_bytes is None
    assert attributes.delay_seconds == 0


def test_a_message_that_was_never_received_before_has_no_first_receive(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    system = {"ApproximateFirstReceiveTimestamp": "0", "SentTimestamp": "1795358236959"}
    raw.reply("ReceiveMessage", json_reply({"Messages": [{"MessageId": "m", "Attributes": system}]}))
    received = asked(
        files, run, raw, lambda sqs: sqs.receive(URL, maximum=1, wait_seconds=0, visibility_seconds=None)
    )
    assert received.messages[0].first_received_at is None
    assert received.messages[0].sent_at is not None


XML_ERROR = (
    b'<?xml version="1.0"?><ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error>'
    b"<Type>Sender</Type><Code>MissingAction</Code><Message>Give an action.</Message></Error></ErrorResponse>"
)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(415, b'{"message":"Unsupported Media Type: application/x-amz-json-1.0"}', "application/json"),
        Reply(415, b"There was a problem with the requests Content-Type", "text/plain"),
        Reply(400, XML_ERROR, "text/xml"),
        Reply(404, XML_ERROR, "text/xml"),
    ],
    ids=["sqslite", "old ElasticMQ", "XML", "XML and not found"],
)
def test_a_server_that_speaks_only_the_older_protocol_is_told_as_such(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, reply: Reply
) -> None:
    raw.reply("ListQueues", reply)
    with pytest.raises(ServerTooOld, match="older protocol, in XML") as caught:
        asked(files, run, raw, CALLS["ListQueues"])
    assert "<" not in str(caught.value)


def test_a_page_in_place_of_an_error_is_not_repeated(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    raw.reply("SendMessage", page_reply(500))
    with pytest.raises(ServiceUnavailable) as caught:
        asked(files, run, raw, CALLS["SendMessage"])
    assert str(caught.value) == "The server answered HTTP 500 with a page in place of an error."


def test_a_second_redrive_that_elasticmq_refuses_is_no_missing_operation(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    words = 'A message move task is already running on queue "orders-DLQ"'
    raw.reply("StartMessageMoveTask", error_reply("UnsupportedOperation", words))
    with pytest.raises(MoveTaskRefused, match="already running"):
        asked(files, run, raw, CALLS["StartMessageMoveTask"])


@pytest.mark.parametrize("body", [b"Bad Request", b"<html>Bad Request</html>"])
def test_a_server_without_sts_is_told_as_such(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, body: bytes
) -> None:
    files.write_keys(raw.url)
    raw.reply("GetCallerIdentity", Reply(400, body, "text/plain"))

    async def scenario() -> None:
        async with opened(dev()) as connection:
            await connection.identity()

    with pytest.raises(OperationNotOffered, match="does not offer GetCallerIdentity"):
        run(scenario())


def elasticmq_error(code: str, words: str) -> Reply:
    """Return an error as ElasticMQ puts it: `Message`, and a header unlike AWS's."""
    body = json.dumps({"__type": f"com.amazonaws.sqs#{code}", "Message": words}).encode()
    return Reply(400, body, "application/x-amz-json-1.0", {"X-Amzn-Query-Error": f"com.amazonaws.sqs#{code}"})


@pytest.mark.parametrize(
    "case",
    [
        ("GetQueueAttributes", "QueueDoesNotExist", "The specified queue does not exist.", QueueNotFound),
        ("SendMessage", "InvalidAttributeValue", "MessageBody must be shorter.", MessageRefused),
        ("SendMessage", "InvalidAction", "Invalid request: MalformedRequestContentRejection", MessageRefused),
        ("GetQueueAttributes", "InvalidAction", "Invalid request: ValidationRejection", ServiceFailure),
    ],
    ids=lambda case: f"{case[0]}-{case[1]}",
)
def test_errors_of_elasticmq_are_told_in_its_words(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, case: tuple[str, str, str, type[AwsError]]
) -> None:
    operation, code, words, expected = case
    raw.reply(operation, elasticmq_error(code, words))
    with pytest.raises(AwsError) as caught:
        asked(files, run, raw, CALLS[operation])
    assert type(caught.value) is expected
    assert str(caught.value) == words


def test_an_action_that_elasticmq_does_not_know_is_not_offered(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    raw.reply(
        "StartMessageMoveTask", elasticmq_error("InvalidAction", "Unknown action: StartMessageMoveTask")
    )
    with pytest.raises(OperationNotOffered):
        asked(files, run, raw, CALLS["StartMessageMoveTask"])


@pytest.mark.parametrize("operation", ["DeleteQueue", "PurgeQueue"])
def test_what_moto_4_answers_in_xml_to_a_deed_without_a_result_is_done(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, operation: str
) -> None:
    inner = "<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>"
    body = f"<{operation}Response>{inner}</{operation}Response>".encode()
    raw.reply(operation, Reply(200, body, "text/html; charset=utf-8"))
    asked(files, run, raw, CALLS[operation])
    assert raw.operations() == [operation]


def test_xml_in_place_of_a_result_is_no_answer(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    raw.reply("ReceiveMessage", Reply(200, b"<ReceiveMessageResponse></ReceiveMessageResponse>", "text/xml"))
    with pytest.raises(ServiceFailure, match="no answer of AWS"):
        asked(files, run, raw, CALLS["ReceiveMessage"])


TRACED = [OutgoingMessage("a"), OutgoingMessage("b", trace_header="Root=1-5e1b4151-5ac6c58dc39a6b6b3f0f6a2b")]
SENT = json_reply({"MessageId": "m", "MD5OfMessageBody": "x"})


async def send_traced(sqs: SqsGateway) -> tuple[SentMessage | EntryFailure, ...]:
    """Send two messages and a third, one of which has a trace header."""
    return await sqs.send_batch(URL, [*TRACED, OutgoingMessage("c")])


def test_messages_with_a_trace_header_go_one_by_one_elsewhere_and_in_a_batch_to_aws(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Moto and ministack keep the header in SendMessage only, and a move would lose it without a word."""
    raw.reply("SendMessage", SENT)
    sent = asked(files, run, raw, send_traced)
    assert [one.message_id for one in sent if isinstance(one, SentMessage)] == ["m"] * 3
    assert [request.parameters["MessageBody"] for request in raw.requests] == ["a", "b", "c"]
    assert "MessageSystemAttributes" in raw.requests[1].parameters
    raw.requests.clear()
    monkeypatch.setattr("sqs_explorer.aws.sessions.is_aws", lambda url: True)
    asked(files, run, raw, send_traced)
    assert raw.operations() == ["SendMessageBatch"]


def test_one_by_one_each_message_has_its_own_outcome(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    raw.reply("SendMessage", SENT, error_reply("InvalidMessageContents", "No."), SENT)
    first, refused, last = asked(files, run, raw, send_traced)
    assert isinstance(first, SentMessage)
    assert refused == EntryFailure("InvalidMessageContents", "No.")
    assert isinstance(last, SentMessage)


@pytest.mark.parametrize(
    "no_answer", [Reply(drops=True), error_reply("InternalFailure", status=503)], ids=["lost", "503"]
)
def test_one_by_one_it_ends_where_the_outcome_is_unknown(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, no_answer: Reply
) -> None:
    """A proxy that gives up says 503 of what may be stored behind it: that is not "not sent"."""
    raw.reply("SendMessage", SENT, no_answer)
    first, unknown, untried = asked(files, run, raw, send_traced)
    assert isinstance(first, SentMessage)
    assert isinstance(unknown, EntryFailure)
    assert unknown.code == "NoAnswer"
    assert isinstance(untried, EntryFailure)
    assert untried.message.startswith("Not sent: ")
    assert len(raw.requests) == 2


def test_one_by_one_the_first_failure_is_that_of_the_batch(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    raw.reply("SendMessage", goaws_error("AWS.SimpleQueueService.NonExistentQueue", "It does not exist."))
    with pytest.raises(QueueNotFound):
        asked(files, run, raw, send_traced)
    assert len(raw.requests) == 1


def test_one_by_one_what_was_sent_before_the_connection_was_locked_is_told(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told as refused in all, the messages that went already would be sent again."""
    files.write_keys(raw.url)
    raw.reply("SendMessage", SENT)
    answer = raw.take_reply

    async def scenario() -> tuple[SentMessage | EntryFailure, ...]:
        async with opened(dev(read_only=True)) as connection:
            connection.write_lock.unlock(None)

            def lock_and_answer(request: Request) -> Reply:
                connection.write_lock.lock()
                return answer(request)

            monkeypatch.setattr(raw, "take_reply", lock_and_answer)
            return await send_traced(connection.sqs(REGION))

    first, *untried = run(scenario())
    assert isinstance(first, SentMessage)
    assert [one.code for one in untried if isinstance(one, EntryFailure)] == ["ReadOnlyConnection"] * 2
    assert raw.operations() == ["SendMessage"]


def test_a_hold_that_a_failing_server_did_not_change_is_not_said_to_be_lost(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    """Told of each message, it would be taken for released; the call as a whole is tried again."""
    raw.reply("ChangeMessageVisibilityBatch", BAD_REQUEST)
    raw.reply("ChangeMessageVisibility", error_reply("InternalFailure", status=500))
    with pytest.raises(ServiceUnavailable):
        asked(files, run, raw, lambda sqs: sqs.change_visibility_batch(URL, ["a", "b"], 60))
