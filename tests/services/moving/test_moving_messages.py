"""A copy is proven before its original goes, and doubt keeps the original."""

import pytest

from sqs_explorer.domain.errors import MessageRefused, OutcomeUnknown, ServiceFailure
from sqs_explorer.domain.messages import EntryFailure, MessageAttribute, OutgoingMessage
from sqs_explorer.domain.moves import EntryState, HeldOriginal, MoveState
from tests.guards.event_loops import RunCoroutine
from tests.services.moving.scene import Scene, replaced

ATTRIBUTES = (
    MessageAttribute("eventType", "String.label", "order.created"),
    MessageAttribute("price", "Number.int", "007.50"),
    MessageAttribute("signature", "Binary.sha256", binary_value=b"\x00\xff\x10"),
)
TRACE = "Root=1-67891233-abcdef012345678912345678;Sampled=1"
REFUSED = EntryFailure("InvalidParameterValue", "Too long.")


def test_a_moved_message_keeps_body_attributes_labels_bytes_group_and_trace_header(run: RunCoroutine) -> None:
    scene = Scene()
    body = "a\r\nb\u2028 \ufeff{}"
    scene.put(body, attributes=ATTRIBUTES, group_id="customer-1", trace_header=TRACE)

    run(scene.hold_and_move())
    assert scene.states == [MoveState.MOVED]
    (copy,) = scene.fake.messages(scene.destination.url)
    assert copy.body == body
    assert sorted(copy.attributes, key=lambda a: a.name) == sorted(ATTRIBUTES, key=lambda a: a.name)
    assert (copy.group_id, copy.trace_header) == ("customer-1", TRACE)
    assert scene.seen[0].new_message_id == copy.message_id
    assert scene.fake.messages(scene.source.url) == ()


def test_copies_keep_the_originals_and_touch_no_hold(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one")
    run(scene.hold_and_move(keep_originals=True))
    assert scene.states == [MoveState.COPIED]
    assert scene.bodies == (["one"], ["one"])
    assert scene.journaled == [EntryState.KEPT]
    assert scene.is_ended
    assert scene.fake.count("DeleteMessageBatch") == scene.fake.count("ChangeMessageVisibilityBatch") == 0


def test_copies_need_no_hold(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one")

    async def work() -> None:
        (original,) = await scene.hold()
        await scene.move([HeldOriginal(original.message, 0.0)], keep_originals=True)

    run(work())
    assert scene.states == [MoveState.COPIED]


def test_half_a_batch_refused_keeps_those_originals_and_says_why(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one", "two", "three", "four")
    scene.fake.fail_entries("SendMessageBatch", (0, 2), REFUSED)

    outcome = run(scene.hold_and_move())
    assert sorted(scene.bodies[0]) == ["one", "three"]
    assert sorted(scene.bodies[1]) == ["four", "two"]
    assert outcome.counts == {MoveState.MOVED: 2, MoveState.FAILED: 2}
    assert outcome.error is None
    failed = [result for result in scene.seen if result.state is MoveState.FAILED]
    assert [result.reason for result in failed] == ["Too long."] * 2
    assert isinstance(failed[0].error, MessageRefused)
    assert scene.is_ended


def test_a_batch_refused_as_a_whole_is_sent_one_by_one(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one", "two", "three")
    refused = MessageRefused("One entry is too long.", code="InvalidParameterValue")
    scene.fake.fail_next("SendMessageBatch", refused, times=2)

    run(scene.hold_and_move())
    assert sorted(scene.states, key=str) == [MoveState.FAILED, MoveState.MOVED, MoveState.MOVED]
    assert scene.bodies == (["one"], ["two", "three"])


@pytest.mark.parametrize("what", ["body", "attributes"])
def test_a_copy_with_a_wrong_md5_keeps_the_original(run: RunCoroutine, what: str) -> None:
    scene = Scene()
    scene.put("one", attributes=ATTRIBUTES)

    async def work() -> None:
        originals = await scene.hold()
        scene.fake.spoil_md5(what)
        await scene.move(originals)

    run(work())
    assert scene.states == [MoveState.FAILED]
    assert "The original is kept" in scene.reasons[0]
    assert scene.bodies[0] == ["one"]
    assert scene.journaled == [EntryState.FAILED]


def test_an_original_that_came_damaged_is_not_sent(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one")
    scene.fake.spoil_md5("body")
    run(scene.hold_and_move())
    assert scene.states == [MoveState.FAILED]
    assert scene.bodies == (["one"], [])


def test_a_body_over_the_destinations_limit_fails_before_it_is_sent(run: RunCoroutine) -> None:
    scene = Scene(destination_limits={"MaximumMessageSize": 1024})
    scene.put("x" * 1025, "y" * 1024)
    run(scene.hold_and_move(maximum_sizes_bytes={scene.destination.url: 1024}))
    reasons = {result.state: result.reason for result in scene.seen}
    assert reasons[MoveState.FAILED] == (
        "Body and attributes are 1,025 bytes; the destination takes 1,024 at most."
    )
    assert scene.bodies == (["x" * 1025], ["y" * 1024])
    assert [call.entries for call in scene.fake.calls if call.operation == "SendMessageBatch"] == [1]


def test_an_edited_message_is_sent_instead_of_a_copy(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one", "two", attributes=ATTRIBUTES)

    async def work() -> None:
        first, second = await scene.hold()
        await scene.move([replaced(first, OutgoingMessage("mended", group_id="g")), second])

    run(work())
    assert scene.states == [MoveState.MOVED, MoveState.MOVED]
    mended, two = scene.fake.messages(scene.destination.url)
    assert (mended.body, mended.attributes, mended.group_id) == ("mended", (), "g")
    assert two.body == "two"
    assert len(two.attributes) == 3
    assert scene.bodies[0] == []


def test_each_dead_letter_goes_back_to_the_queue_it_came_from(run: RunCoroutine) -> None:
    scene = Scene("Shared-DLQ", "Elsewhere")
    arn = scene.fake.arn(scene.source.url)
    policy = {"deadLetterTargetArn": arn, "maxReceiveCount": 1}
    sources = [scene.ref(scene.fake.create_queue(name, RedrivePolicy=policy)) for name in ("A", "B", "C")]
    for queue in sources:
        scene.fake.put(queue.url, f"of {queue.name}")

    async def work() -> None:
        for _ in range(2):
            for queue in sources:
                gateway = scene.gateway(queue)
                await gateway.receive(queue.url, maximum=10, wait_seconds=0, visibility_seconds=0)
        known = {scene.fake.arn(queue.url): queue for queue in sources[:2]}
        await scene.move(await scene.hold(), destination=None, destinations_by_arn=known)

    run(work())
    assert [scene.fake.bodies(queue.url) for queue in sources] == [["of A"], ["of B"], []]
    assert scene.bodies[0] == ["of C"]
    (stayed,) = [result for result in scene.seen if result.state is MoveState.NOT_TRIED]
    assert stayed.reason == "Its source queue C is not listed."


def test_an_original_that_cannot_be_deleted_is_said_to_be_there_twice(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one")
    scene.fake.fail_entries("DeleteMessageBatch", (0,), EntryFailure("InternalError", "Try later."))
    run(scene.hold_and_move())
    assert scene.states == [MoveState.SENT_NOT_DELETED]
    assert scene.bodies == (["one"], ["one"])
    assert scene.reasons == ["The copy arrived; the original may still be here: Try later."]
    assert scene.journaled == [EntryState.SENT]
    assert not scene.is_ended
    assert len(run(scene.journal.unfinished())) == 1


def test_a_delete_that_the_server_failed_is_tried_again(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one", "two")
    fault = EntryFailure("InternalError", "Try later.", sender_fault=False)
    scene.fake.fail_entries("DeleteMessageBatch", (1,), fault, times=2)
    run(scene.hold_and_move())
    assert scene.bodies == ([], ["one", "two"])
    assert scene.is_ended


@pytest.mark.parametrize("operation", ["ChangeMessageVisibilityBatch", "DeleteMessageBatch"])
def test_no_reason_repeats_a_receipt_handle(run: RunCoroutine, operation: str) -> None:
    scene = Scene()
    scene.put("one")

    async def work() -> None:
        originals = await scene.hold(30)
        handle = originals[0].message.receipt_handle
        text = f"Value {handle} for parameter ReceiptHandle is invalid. Reason: It has expired."
        scene.fake.fail_entries(operation, (0,), EntryFailure("InvalidParameterValue", text))
        await scene.move(originals)

    run(work())
    assert scene.reasons[0].endswith(": It has expired.")
    assert "Value" not in scene.reasons[0]
    assert not any("handle-" in str(entry) for entry in scene.journal.writes)


@pytest.mark.parametrize("refused_as", ["an entry", "a batch", "in doubt"])
def test_what_aws_says_of_a_refusal_is_told_and_not_written_down(run: RunCoroutine, refused_as: str) -> None:
    scene = Scene()
    scene.put("one")
    words = 'Not allowed: {"body": "one"}'
    if refused_as == "an entry":
        scene.fake.fail_entries("SendMessageBatch", (0,), EntryFailure("AccessDenied", words))
    else:
        kind = ServiceFailure if refused_as == "a batch" else OutcomeUnknown
        scene.fake.fail_next("SendMessageBatch", kind(words, code="AccessDenied"), times=3)
        scene.fake.fail_next("SendMessage", kind(words, code="AccessDenied"), times=3)
    run(scene.hold_and_move())
    assert words in scene.reasons[0]
    written = " ".join(entry.reason for _, entry in scene.journal.writes)
    assert "SQS answered AccessDenied." in written
    assert words not in written


def test_the_journal_holds_digests_and_no_body(run: RunCoroutine) -> None:
    scene = Scene()
    (message_id,) = scene.put("a secret body")
    run(scene.hold_and_move())
    states = [entry.state for _, entry in scene.journal.writes]
    assert states == [EntryState.SENDING, EntryState.SENT, EntryState.DELETED]
    (operation,) = scene.journal.operations.values()
    entry = operation.entries[message_id]
    assert entry.destination_url == scene.destination.url
    assert len(entry.body_sha256) == 64
    assert entry.new_message_id == scene.fake.messages(scene.destination.url)[0].message_id
    assert "secret" not in repr(scene.journal.writes)
