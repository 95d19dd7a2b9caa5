"""What the activity keeps of a call to AWS, and what it never does."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import pytest

from sqs_explorer.domain.activity import (
    ActivityRecord,
    ApiCall,
    Outcome,
    call_for,
    matches,
    search_words,
)
from sqs_explorer.domain.call_parameters import ALWAYS_LEFT_OUT, KEPT
from sqs_explorer.domain.connections import ENVIRONMENT_PROFILE, ConnectionSpec, ProfileKind
from sqs_explorer.domain.operation_tiers import OPERATION_TIERS

URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/OrderQueue"
SECRET = "MARKED-SECRET"
DEV = ConnectionSpec("dev", ("eu-west-1",))
RECORD = ActivityRecord(
    datetime(2026, 11, 22, 14, 3, tzinfo=UTC),
    "acme 123456789012 · role/OnCall",
    "Receive from OrderQueue",
    "dev · eu-west-1 · OrderQueue",
    "Received 10 messages",
    request_id="7ff1-AB",
)


@pytest.mark.parametrize("operation", sorted(KEPT))
def test_no_value_is_kept_under_a_name_that_is_not_listed(operation: str) -> None:
    secrets: dict[str, Any] = {
        "MessageBody": SECRET,
        "MessageAttributes": {"a": {"DataType": "String", "StringValue": SECRET}},
        "MessageSystemAttributes": {"AWSTraceHeader": {"StringValue": SECRET}},
        "Entries": [{"Id": "0", "MessageBody": SECRET, "ReceiptHandle": SECRET}],
        "ReceiptHandle": SECRET,
        "TaskHandle": SECRET,
        "NextToken": SECRET,
        "MessageGroupId": SECRET,
        "MessageDeduplicationId": SECRET,
        "ReceiveRequestAttemptId": SECRET,
        "SomethingNew": SECRET,
    }
    call = ApiCall(operation, {"QueueUrl": URL, **secrets}, "eu-west-1")
    assert SECRET not in repr(asdict(call))
    assert set(call.parameters) == KEPT[operation] & {"QueueUrl"}
    assert set(secrets) <= set(call.left_out)


def test_an_operation_that_is_not_listed_keeps_no_value_at_all() -> None:
    call = ApiCall("AssumeRole", {"RoleArn": "arn", "TokenCode": SECRET}, "eu-west-1")
    assert call.parameters == {}
    assert call.left_out == ("RoleArn", "TokenCode")


def test_a_value_that_is_not_plain_is_left_out_under_any_name() -> None:
    call = ApiCall("GetQueueUrl", {"QueueName": {"body": SECRET}}, "")  # type: ignore[dict-item]
    assert (call.parameters, call.left_out) == ({}, ("QueueName",))


def test_a_password_in_a_url_is_left_out() -> None:
    call = ApiCall(
        "PurgeQueue",
        {"QueueUrl": f"http://me:{SECRET}@localhost:4566/0/q"},
        "eu-west-1",
        endpoint_url=f"http://me:{SECRET}@localhost:4566",
    )
    assert call.endpoint_url == "http://localhost:4566"
    assert call.parameters["QueueUrl"] == "http://localhost:4566/0/q"


def test_what_an_operation_needs_and_is_never_kept_is_named_once() -> None:
    call = ApiCall("SendMessage", {"QueueUrl": URL}, "eu-west-1", left_out=("MessageBody", "MessageGroupId"))
    assert call.left_out == ("MessageBody", "MessageGroupId")
    assert set(ALWAYS_LEFT_OUT) <= set(KEPT)


def test_every_operation_on_a_queue_can_be_noted() -> None:
    on_the_way_to_credentials = {
        name for name in OPERATION_TIERS if name.startswith(("Assume", "Create", "Get", "Register", "Start"))
    }
    assert set(OPERATION_TIERS) - on_the_way_to_credentials <= set(KEPT)


def test_a_call_says_profile_region_and_the_endpoint_that_was_typed() -> None:
    spec = ConnectionSpec("dev", ("eu-west-1",), endpoint_url="http://localhost:4566")
    call = call_for(spec, "eu-west-1", "PurgeQueue", {"QueueUrl": URL})
    assert (call.profile, call.region, call.endpoint_url) == ("dev", "eu-west-1", "http://localhost:4566")
    assert call.credentials == ""


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (ConnectionSpec("ops", (), kind=ProfileKind.TYPED), "the typed key ops"),
        (ConnectionSpec("container", (), kind=ProfileKind.CONTAINER), "the container"),
        (
            ConnectionSpec(ENVIRONMENT_PROFILE, (), kind=ProfileKind.ENVIRONMENT),
            "the environment variables",
        ),
    ],
)
def test_credentials_of_no_profile_are_named_in_words(spec: ConnectionSpec, words: str) -> None:
    call = call_for(spec, "eu-west-1", "ListQueues", {})
    assert (call.profile, call.credentials) == ("", words)


@pytest.mark.parametrize(
    "text", ["", "order", "ORDER oncall", "7FF1", "eu-west-1 received", "  role/OnCall   acme "]
)
def test_a_search_finds_words_anywhere_in_any_order(text: str) -> None:
    assert matches(RECORD, search_words(text))


@pytest.mark.parametrize("text", ["payment", "order payment", "%", "_"])
def test_a_search_wants_every_word_letter_by_letter(text: str) -> None:
    assert not matches(RECORD, search_words(text))


def test_what_was_stopped_is_neither_done_nor_failed() -> None:
    assert [Outcome.DONE.value, Outcome.FAILED.value, Outcome.STOPPED.value] == ["done", "failed", "stopped"]
    assert RECORD.succeeded
