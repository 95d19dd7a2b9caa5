"""The calls to AWS that screens note in Activity, and who makes them, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from sqs_explorer.domain.activity import ApiCall, call_for
from sqs_explorer.domain.call_parameters import KEPT, PlainValue
from sqs_explorer.domain.connections import ConnectionSpec, Identity
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue

NOTHING: Mapping[str, PlainValue] = MappingProxyType({})


def who_words(identity: Identity | None) -> str:
    """Return account and short ARN, "" if AWS has not said who one is."""
    return f"{identity.account_words} · {identity.short_name}" if identity else ""


def call_on(
    catalogue: QueueCatalogue,
    queue: QueueRef,
    operation: str,
    parameters: Mapping[str, PlainValue] = NOTHING,
    *,
    left_out: Collection[str] = (),
    note: str = "",
) -> ApiCall:
    """Return a call to a queue under its connection.

    QueueUrl is added where the operation takes it. `left_out` names what was given besides and is secret.
    """
    spec = catalogue.spec(queue.connection_id) or ConnectionSpec(queue.connection_id, ())
    url = {"QueueUrl": queue.url} if "QueueUrl" in KEPT.get(operation, ()) else {}
    return call_for(spec, queue.region, operation, {**url, **parameters}, left_out=left_out, note=note)


def receive_call(
    catalogue: QueueCatalogue,
    queue: QueueRef,
    *,
    maximum: int,
    wait_seconds: int,
    hold_seconds: int,
    note: str = "",
) -> ApiCall:
    """Return a receive as the program makes it: of all attributes."""
    return call_on(
        catalogue,
        queue,
        "ReceiveMessage",
        {
            "MaxNumberOfMessages": maximum,
            "WaitTimeSeconds": wait_seconds,
            "VisibilityTimeout": hold_seconds,
            "MessageSystemAttributeNames": ("All",),
            "MessageAttributeNames": ("All",),
        },
        note=note,
    )
