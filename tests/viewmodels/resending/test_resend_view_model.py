"""Edit and resend on FakeSqs: what arrives, what becomes of the original, and what is said about both."""

from __future__ import annotations

from sqs_explorer.domain.moves import EntryState
from sqs_explorer.viewmodels.resending.resend_draft_view_model import NEW_ID_HINT
from sqs_explorer.viewmodels.resending.resend_view_model import READ_ONLY_REASON, ResendViewModel
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.resending.resend_scene import (
    ATTRIBUTES,
    EXACT,
    TRACE,
    ResendScene,
    by_name,
    choose,
    type_instead,
)


def test_one_edited_place_arrives_with_all_else_as_it_was_and_the_original_is_gone(
    qt_run: RunCoroutine,
) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with scene.editing() as view_model:
            type_instead(view_model, "1.50", "2.50")
            await scene.resend(view_model)
            (arrived,) = scene.held(scene.source)
            assert arrived.body == EXACT.replace("1.50", "2.50")
            assert by_name(arrived.attributes) == by_name(ATTRIBUTES)
            assert (arrived.group_id, arrived.trace_header) == ("tenant-1", TRACE)
            assert scene.held(scene.dlq) == ()
            assert scene.row_state == "moved"
            result = view_model.result
            assert result is not None
            expected = "Sent and verified; the original is deleted"
            assert result.sentence == f"{expected} · ID {arrived.message_id}"
            record = scene.activity.records[-1]
            assert arrived.message_id in record.result
            assert "2.50" not in record.result + record.what

    qt_run(scenario())


def test_an_unchanged_message_is_sent_byte_for_byte_and_is_said_to_be_unchanged(
    qt_run: RunCoroutine,
) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with scene.editing() as view_model:
            assert view_model.difference.is_none
            assert view_model.difference.summary.startswith("Nothing is changed")
            assert not view_model.asks_before_closing
            await scene.resend(view_model)
            assert scene.fake.bodies(scene.source) == [EXACT]

    qt_run(scenario())


def test_the_difference_follows_what_is_typed(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with scene.editing() as view_model:
            type_instead(view_model, "1.50", "2.50")
            await view_model.scope.idle()
            view_model.attributes.setData(view_model.attributes.index(0, 2), "008")
            view_model.set_trace_header("")
            view_model.examine()
            await view_model.scope.idle()
            assert view_model.difference.summary == (
                "Body: 1 line removed, 1 added. Attribute total changed. Trace header removed."
            )
            assert [f"{line.kind.value} {line.text}" for line in view_model.difference.lines[:3]] == [
                "# Attribute total",
                "- Number.int 007",
                "+ Number.int 008",
            ]
            assert view_model.asks_before_closing

    qt_run(scenario())


def test_the_source_that_the_message_names_comes_first_and_its_own_dlq_is_no_destination(
    qt_run: RunCoroutine,
) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with scene.editing() as view_model:
            names = [place.queue.name for place in view_model.destinations if place.queue]
            assert names[0] == "OrderQueue"
            assert "OrderQueue-DLQ" not in names
            assert not view_model.keeps_original
            choose(view_model, "Lonely")
            assert view_model.queue_name == "Lonely"
            await scene.resend(view_model)
            assert scene.fake.bodies(scene.lonely) == [EXACT]
            assert scene.fake.bodies(scene.source) == []

    qt_run(scenario())


def test_a_message_of_an_ordinary_queue_goes_back_to_it_and_is_kept_unless_said_otherwise(
    qt_run: RunCoroutine,
) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with scene.editing(dead=False) as view_model:
            assert view_model.destination is not None
            assert view_model.destination.label == "OrderQueue · this queue"
            assert view_model.keeps_original
            view_model.keep_original(False)
            type_instead(view_model, "1.50", "2.50")
            await scene.resend(view_model)
            assert scene.fake.bodies(scene.source) == [EXACT.replace("1.50", "2.50")]

    qt_run(scenario())


def test_a_dead_letter_whose_source_is_gone_is_not_sent_to_a_guess(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with scene.editing() as view_model:
            scene.fake.delete_queue(scene.source)
            scene.catalogue.refresh("dev", "eu-west-1")
            await scene.settle()
            other = ResendViewModel(scene.page, scene.store, scene.message_id, scene.owner)
            assert other.destination is not None
            assert other.destination.label == "OrderQueue-DLQ · this queue"
            assert other.caution == "Its source queue OrderQueue is not listed here."
            assert view_model.destination is not None
            await other.close()

    qt_run(scenario())


def test_keep_the_original_keeps_it(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with scene.editing() as view_model:
            view_model.keep_original(True)
            await scene.resend(view_model)
            assert scene.fake.bodies(scene.source) == [EXACT]
            assert scene.fake.bodies(scene.dlq) == [EXACT]
            assert scene.row_state == "held"
            assert view_model.result is not None
            assert view_model.result.title == "Sent and verified; the original is kept"

    qt_run(scenario())


def test_a_hold_that_ends_soon_can_be_made_longer_from_here(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with scene.editing(hold_seconds=30) as view_model:
            view_model.hold_longer()
            await view_model.scope.idle()
            scene.clock.advance(590)
            assert view_model.original.is_held
            await scene.resend(view_model)
            assert scene.fake.bodies(scene.dlq) == []

    qt_run(scenario())


def test_what_our_own_rules_refuse_never_leaves_the_program(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with scene.editing() as view_model:
            view_model.type_body("")
            await scene.resend(view_model)
            assert scene.fake.count("SendMessageBatch") == 0
            assert view_model.problem_of("Message body") == "SQS refuses an empty body."
            assert view_model.result is not None
            assert view_model.result.title == "Not sent: SQS refuses an empty body."
            view_model.type_body("x")
            view_model.examine()
            assert view_model.result is None

    qt_run(scenario())


def test_the_journal_knows_the_resend_and_holds_no_body(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with scene.editing() as view_model:
            await scene.resend(view_model)
            (operation,) = scene.journal.operations.values()
            assert operation.order.kind.value == "edit and resend"
            assert operation.states == {scene.message_id: EntryState.DELETED}
            assert operation.ended_at is not None

    qt_run(scenario())


def test_on_fifo_a_new_deduplication_id_is_there_by_default_and_the_message_arrives(
    qt_run: RunCoroutine,
) -> None:
    async def scenario() -> None:
        scene = ResendScene(fifo=True)
        async with scene.editing() as view_model:
            assert view_model.deduplication_id not in ("", "used-before")
            assert view_model.hints["Deduplication ID"] == NEW_ID_HINT
            wanted = view_model.deduplication_id
            type_instead(view_model, "1.50", "2.50")
            await scene.resend(view_model)
            (arrived,) = scene.held(scene.source)
            assert arrived.body == EXACT.replace("1.50", "2.50")
            assert (arrived.group_id, arrived.deduplication_id) == ("group-1", wanted)
            assert scene.held(scene.dlq) == ()

    qt_run(scenario())


def test_a_fifo_destination_fills_in_a_group_and_a_standard_one_takes_it_back(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        scene.fake.create_queue("Other.fifo")
        scene.body = "b"
        async with scene.editing() as view_model:
            view_model.set_group_id("")
            choose(view_model, "Other.fifo")
            assert view_model.group_id == scene.message_id
            assert "FIFO" in view_model.caution
            choose(view_model, "OrderQueue")
            assert view_model.group_id != scene.message_id

    qt_run(scenario())


def test_read_only_or_nowhere_to_send_blocks_it_with_the_reason(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with scene.editing(read_only=True, dead=False) as view_model:
            assert view_model.blocked_reason == READ_ONLY_REASON
            await scene.resend(view_model)
            assert scene.fake.count("SendMessageBatch") == 0
        other = ResendScene()
        async with other.editing() as view_model:
            view_model.choose_destination(None)
            assert view_model.blocked_reason == "Choose a destination first."

    qt_run(scenario())


def test_a_message_received_again_is_deleted_by_its_newest_handle(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        scene = ResendScene(fifo=True)
        async with scene.editing(hold_seconds=30) as view_model:
            scene.clock.advance(31)
            await scene.receive_into(scene.page, scene.store, 300)
            assert view_model.original.is_held
            await scene.resend(view_model)
            assert scene.fake.bodies(scene.dlq) == []
            assert scene.row_state == "moved"

    qt_run(scenario())
