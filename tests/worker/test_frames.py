"""What crosses to the worker and back arrives as it was: every error, every character, every byte."""

from __future__ import annotations

import inspect
import io
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from sqs_explorer.domain import errors
from sqs_explorer.domain.connections import ConnectionSpec, Environment, ProfileKind
from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.keys import SessionKeys
from sqs_explorer.domain.messages import (
    EntryFailure,
    MessageAttribute,
    OutgoingMessage,
    ReceivedBatch,
    ReceivedMessage,
    SentMessage,
)
from sqs_explorer.domain.moves import (
    HeldOriginal,
    MoveKind,
    MoveOrder,
    MoveOutcome,
    MoveProgress,
    MoveResult,
    MoveState,
)
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.worker.call_frames import (
    Called,
    CallWanted,
    ChangeVisibilityBatch,
    DeleteBatch,
    Done,
    Failed,
    FromCaller,
    Receive,
    Received,
    SendBatch,
    Sent,
    ToCaller,
)
from sqs_explorer.worker.frame_codec import FrameReader, encode_frame
from sqs_explorer.worker.frames import (
    Ended,
    FromWorker,
    KeysGiven,
    KeysWanted,
    MoreWanted,
    Originals,
    Progress,
    SignInEnded,
    SignInWanted,
    Start,
    Stop,
    ToWorker,
)

SOURCE = QueueRef("orders@demo", "eu-west-1", "http://localhost/1/orders-dlq.fifo")
SPECIAL = {"field": "Delay", "reason": "too long", "path": "/config", "operation": "SendMessage"}
SPECIAL |= {"what": "body", "expected": "aa", "answered": "bb", "action": "sqs:SendMessage"}


def crossed(frame: msgspec.Struct, kinds: Any, at_once: int = 1 << 20) -> Any:
    """Send a frame through a pipe that gives `at_once` bytes a read; nothing may be left over."""
    pipe = io.BytesIO(encode_frame(frame))
    received = FrameReader(lambda maximum: pipe.read(min(maximum, at_once)), kinds).next()
    assert pipe.read() == b""
    return received


def every_error() -> list[SqsExplorerError]:
    """One of each class, with every field set to something."""
    made: list[SqsExplorerError] = []
    for _, kind in inspect.getmembers(errors, inspect.isclass):
        if not issubclass(kind, SqsExplorerError):
            continue
        own = inspect.isfunction(kind.__init__)
        names = list(inspect.signature(kind).parameters) if own else []
        given: dict[str, Any] = {name: SPECIAL.get(name, f"the {name}") for name in names}
        if "was_under_way" in given:
            given["was_under_way"] = True
        made.append(kind(**given) if given else kind("in plain words"))
    return made


@pytest.mark.parametrize("error", every_error(), ids=lambda error: type(error).__name__)
def test_every_error_crosses_with_its_class_text_and_fields(error: SqsExplorerError) -> None:
    arrived = crossed(Ended(error=error), FromWorker).error
    assert type(arrived) is type(error)
    assert str(arrived) == str(error)
    assert vars(arrived) == vars(error)
    with pytest.raises(type(error)):
        raise arrived


def test_all_errors_of_the_program_are_among_them() -> None:
    assert {"ChecksumMismatch", "AccessDenied", "ConnectionClosed"} <= {
        type(e).__name__ for e in every_error()
    }
    assert len(every_error()) > 20


def test_an_order_crosses_with_all_it_holds() -> None:
    order = MoveOrder(
        operation_id="0" * 32,
        kind=MoveKind.RESEND,
        source=SOURCE,
        source_arn="arn:aws:sqs:eu-west-1:1:orders-dlq.fifo",
        destinations_by_arn={"arn": SOURCE},
        maximum_sizes_bytes={SOURCE.url: 1_024},
        messages_per_second=2.5,
        whole_queue=True,
        maximum=7,
    )
    spec = ConnectionSpec(
        "orders", ("eu-west-1",), Environment.DEMO, True, kind=ProfileKind.PROCESS, command="get-keys"
    )
    start = Start(order, (spec,), frozenset({"http://10.0.0.5:4566"}), "/data", None)
    assert crossed(start, ToWorker, at_once=3) == start


def original(body: str) -> HeldOriginal:
    attributes = (
        MessageAttribute("weight", "Number.kg", string_value="001.50"),
        MessageAttribute("picture", "Binary.png", binary_value=bytes(range(256))),
    )
    message = ReceivedMessage(
        message_id="id-1",
        receipt_handle="handle",
        body=body,
        attributes=attributes,
        system_attributes={"MessageGroupId": "g", "AWSTraceHeader": "Root=1-2-3"},
        sent_at=datetime(2026, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC),
        receive_count=3,
    )
    return HeldOriginal(message, 12.25, OutgoingMessage(body, attributes, "g", "d", 5, "Root=1-2-3"))


@pytest.mark.parametrize(
    "body",
    [
        "plain",
        "a\r\nb\u2028c\ufeff\u00a0",
        "\U0001f600 \u202e",
        "x" * 1_048_576,
        "half a pair: \ud83d",
        "\udfff",
    ],
    ids=["plain", "line ends", "emoji", "1 MiB", "high surrogate", "low surrogate"],
)
def test_an_original_crosses_unaltered(body: str) -> None:
    batch = Originals((original(body), original("another")))
    assert crossed(batch, ToWorker, at_once=70_000) == batch


def test_results_cross_with_their_states_and_errors() -> None:
    error = errors.AccessDenied("no", action="sqs:SendMessage", operation="SendMessage", request_id="r-1")
    for reason in ("plain", "half a pair: \ud83d"):
        results = (
            MoveResult("a", MoveState.FAILED, reason=reason, error=error),
            MoveResult("b", MoveState.MOVED, "new"),
        )
        counts = {MoveState.FAILED: 1, MoveState.MOVED: 1}
        progress = crossed(Progress(MoveProgress(counts, results)), FromWorker).progress
        assert progress.counts == counts
        assert [(r.message_id, r.state, r.new_message_id, r.reason) for r in progress.results] == [
            ("a", MoveState.FAILED, "", reason),
            ("b", MoveState.MOVED, "new", ""),
        ]
        assert vars(progress.results[0].error) == vars(error)
        assert crossed(Ended(MoveOutcome(counts, stopped=True)), FromWorker).outcome == MoveOutcome(
            counts, True
        )


def test_keys_cross_whole_and_no_repr_shows_what_is_secret() -> None:
    keys = SessionKeys("AKIAKEY", "the secret", "the token", datetime(2031, 2, 3, 4, 5, 6, 7, tzinfo=UTC))
    for given in (KeysGiven("orders", keys), KeysGiven("orders", SessionKeys("AKIAKEY", "the secret"))):
        arrived = crossed(given, ToWorker, at_once=3)
        assert arrived == given
        assert "AKIAKEY" in repr(arrived)
        assert "the secret" not in repr(arrived)
        assert "the token" not in repr(arrived)


def test_questions_and_answers_cross_with_their_errors() -> None:
    expired = errors.SignInExpired("It has expired.", operation="SendMessage", request_id="r-1")
    assert crossed(KeysWanted("orders"), FromWorker) == KeysWanted("orders")
    assert crossed(SignInEnded("orders", is_signed_in=True), ToWorker).is_signed_in
    for arrived in (
        crossed(SignInWanted("orders", expired), FromWorker).error,
        crossed(KeysGiven("orders", error=expired), ToWorker).error,
    ):
        assert type(arrived) is errors.SignInExpired
        assert vars(arrived) == vars(expired)


@pytest.mark.parametrize("body", ["a\r\nb\u2028", "half a pair: \ud83d", "x" * 1_048_576])
def test_calls_and_what_came_of_them_cross_unaltered(body: str) -> None:
    attributes = (MessageAttribute("picture", "Binary.png", binary_value=bytes(range(256))),)
    copy = OutgoingMessage(body, attributes, "g", "d", 5, "Root=1-2-3")
    for call in (
        Receive(SOURCE, 10, 2, None),
        SendBatch(SOURCE, (copy, copy)),
        DeleteBatch(SOURCE, ("handle", "another")),
        ChangeVisibilityBatch(SOURCE, ("handle",), 43_200),
    ):
        assert crossed(CallWanted(7, call), ToCaller, at_once=70_000) == CallWanted(7, call)
    sent = SentMessage("id", "md5", "md5 of attributes", str(2**127), "r-1")
    refused = EntryFailure("InvalidMessageContents", body[:100], sender_fault=True)
    for result in (
        Received(ReceivedBatch((original(body).message,), 12.25, "r-1")),
        Sent(((sent, None), (None, refused))),
        Done((None, refused)),
        Failed(fault="KeyError"),
    ):
        assert crossed(Called(7, result), FromCaller, at_once=70_000) == Called(7, result)


def test_an_error_of_a_call_crosses_with_its_fields() -> None:
    denied = errors.AccessDenied("no", action="sqs:SendMessage", operation="SendMessage", request_id="r-1")
    arrived = crossed(Called(1, Failed(denied)), FromCaller).result.error
    assert type(arrived) is errors.AccessDenied
    assert vars(arrived) == vars(denied)


def test_short_frames_cross_and_a_pipe_that_breaks_off_ends_them() -> None:
    assert isinstance(crossed(Stop(), ToWorker), Stop)
    assert isinstance(crossed(MoreWanted(), FromWorker), MoreWanted)
    whole = encode_frame(Stop())
    for cut in range(len(whole)):
        assert FrameReader(io.BytesIO(whole[:cut]).read, ToWorker).next() is None


def test_a_frame_of_the_other_direction_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        crossed(Stop(), FromWorker)


def test_an_error_of_an_unknown_class_is_still_an_error() -> None:
    frame = encode_frame(Ended(error=errors.WorkerFailed("gone"))).replace(b"WorkerFailed", b"NeverBefore!")
    error = FrameReader(io.BytesIO(frame).read, FromWorker).next().error
    assert type(error) is SqsExplorerError
    assert str(error) == "gone"


def test_a_fault_that_is_no_domain_error_does_not_cross() -> None:
    with pytest.raises(NotImplementedError):
        encode_frame(Ended(error=ValueError("a bug")))  # type: ignore[arg-type]
