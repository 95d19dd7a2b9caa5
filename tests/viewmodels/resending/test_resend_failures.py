"""Edit and resend when something goes wrong: the text stays, the original stays, and the words are true."""

from __future__ import annotations

from sqs_explorer.domain.errors import AccessDenied, ConnectionClosed, Throttled
from sqs_explorer.domain.messages import EntryFailure
from sqs_explorer.viewmodels.resending.resend_draft_view_model import KEPT_ID_DANGER
from sqs_explorer.viewmodels.resending.resend_view_model import ResendViewModel
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.resending.resend_scene import (
    EXACT,
    ResendScene,
    by_name,
    choose,
    type_instead,
)


def test_an_original_that_is_no_longer_held_can_only_be_kept_and_that_is_said_first(
    qt_run: RunCoroutine,
) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with scene.editing(hold_seconds=30) as view_model:
            assert "held for 30 s more" in view_model.original_words
            assert view_model.may_lose_hold
            scene.clock.advance(31)
            await scene.resend(view_model)
            assert scene.fake.bodies(scene.source) == []
            assert view_model.result is not None
            assert view_model.result.title == "Not sent yet: the original is no longer held"
            assert view_model.keeps_original
            assert "no longer held" in view_model.original_words
            await scene.resend(view_model)
            assert scene.fake.bodies(scene.source) == [EXACT]
            assert scene.fake.bodies(scene.dlq) == [EXACT]

    qt_run(scenario())


def test_a_failed_send_keeps_the_text_and_the_original_and_can_be_repeated(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with scene.editing() as view_model:
            type_instead(view_model, "1.50", "2.50")
            denied = AccessDenied(
                "no", action="sqs:SendMessage", operation="SendMessageBatch", code="AccessDenied"
            )
            scene.fake.fail_next("SendMessageBatch", denied)
            await scene.resend(view_model)
            assert view_model.body == EXACT.replace("1.50", "2.50")
            assert scene.fake.bodies(scene.dlq) == [EXACT]
            assert view_model.result is not None
            assert view_model.result.title == "Not sent: access denied"
            assert "sqs:SendMessage" in view_model.result.text
            assert view_model.asks_before_closing
            await scene.resend(view_model)
            assert scene.fake.bodies(scene.source) == [EXACT.replace("1.50", "2.50")]
            assert scene.fake.bodies(scene.dlq) == []

    qt_run(scenario())


def test_what_sqs_refuses_stands_beside_its_field_until_it_is_changed(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with scene.editing() as view_model:
            reason = "Value for parameter MessageGroupId is invalid."
            scene.fake.fail_entries(
                "SendMessageBatch", indexes=(0,), failure=EntryFailure("InvalidParameterValue", reason)
            )
            await scene.resend(view_model)
            assert "MessageGroupId" in view_model.problem_of("Message group ID")
            assert view_model.problem_of("Message body") == ""
            assert scene.fake.bodies(scene.dlq) == [EXACT]
            view_model.set_group_id("tenant-2")
            assert view_model.problem_of("Message group ID") == ""
            await scene.resend(view_model)
            assert [held.group_id for held in scene.held(scene.source)] == ["tenant-2"]

    qt_run(scenario())


def test_a_body_over_the_destinations_smaller_limit_is_not_sent(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        scene.fake.set_attributes(scene.lonely, MaximumMessageSize=1024)
        async with scene.editing() as view_model:
            choose(view_model, "Lonely")
            type_instead(view_model, "end", "e" * 2000)
            await scene.resend(view_model)
            assert "over this queue's limit of 1,024" in view_model.problem_of("Message size")
            assert scene.fake.bodies(scene.lonely) == []

    qt_run(scenario())


def test_a_lost_answer_leaves_the_outcome_unknown_and_keeps_the_original(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with scene.editing() as view_model:
            scene.fake.lose_answer("SendMessageBatch")
            await scene.resend(view_model)
            assert view_model.result is not None
            assert view_model.result.title == "Outcome unknown"
            assert "Look into the queue before you send it again" in view_model.result.next_step
            assert scene.fake.bodies(scene.dlq) == [EXACT]
            assert not view_model.is_sent

    qt_run(scenario())


def test_a_delete_that_fails_says_so_in_the_row_and_nothing_is_sent_twice(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with scene.editing() as view_model:
            denied = AccessDenied("no", action="sqs:DeleteMessage", operation="DeleteMessageBatch")
            scene.fake.fail_next("DeleteMessageBatch", denied)
            await scene.resend(view_model)
            (arrived,) = scene.held(scene.source)
            assert view_model.is_sent
            result = view_model.result
            assert result is not None
            assert result.title == "Sent and verified, but the original is not deleted"
            assert result.message_id == arrived.message_id
            assert scene.row_state == "held"
            row = scene.store.row(scene.message_id)
            assert row is not None
            assert "may still be here" in row.problem
            await scene.resend(view_model)
            assert len(scene.held(scene.source)) == 1
            assert not view_model.asks_before_closing

    qt_run(scenario())


def test_an_original_with_a_verified_copy_is_not_deleted_in_place_of_being_resent(
    qt_run: RunCoroutine,
) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with scene.editing() as first:
            denied = AccessDenied("no", action="sqs:DeleteMessage", operation="DeleteMessageBatch")
            scene.fake.fail_next("DeleteMessageBatch", denied)
            await scene.resend(first)
            again = ResendViewModel(scene.page, scene.store, scene.message_id, scene.owner)
            await again.scope.idle()
            assert "A verified copy was sent to OrderQueue" in again.original_words
            # The body stays the same: by the body alone this could be taken for the copy that is there.
            again.attributes.setData(again.attributes.index(0, 2), "008")
            await scene.resend(again)
            assert again.result is not None
            assert again.result.title == "Not sent: a copy of this message was sent before"
            assert scene.fake.bodies(scene.dlq) == [EXACT]
            again.keep_original(True)
            await scene.resend(again)
            values = [by_name(held.attributes)["total"].string_value for held in scene.held(scene.source)]
            assert sorted(values) == ["007", "008"]
            await again.close()

    qt_run(scenario())


def test_nothing_is_sent_without_a_journal(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with scene.editing() as view_model:
            scene.journal.fail_always("The disk is full.")
            await scene.resend(view_model)
            assert view_model.result is not None
            assert "The disk is full." in view_model.result.text
            assert scene.fake.bodies(scene.source) == []
            assert scene.fake.bodies(scene.dlq) == [EXACT]
            scene.journal.heal()
            await scene.resend(view_model)
            assert scene.fake.bodies(scene.dlq) == []

    qt_run(scenario())


def test_the_original_deduplication_id_is_called_dangerous_and_a_suppressed_send_keeps_the_original(
    qt_run: RunCoroutine,
) -> None:
    async def scenario() -> None:
        scene = ResendScene(fifo=True)
        async with scene.editing() as view_model:
            used = view_model.original.message.deduplication_id
            view_model.set_deduplication_id(used)
            assert view_model.hints["Deduplication ID"] == KEPT_ID_DANGER
            view_model.set_deduplication_id("used-before")
            await scene.resend(view_model)
            assert view_model.result is not None
            assert view_model.result.title == "Suppressed as a duplicate; the original is kept"
            assert scene.fake.bodies(scene.dlq) == [EXACT]
            assert view_model.deduplication_id != "used-before"
            await scene.resend(view_model)
            assert scene.fake.bodies(scene.source) == [EXACT]
            assert scene.fake.bodies(scene.dlq) == []

    qt_run(scenario())


def test_another_text_after_an_unknown_outcome_on_fifo_gets_another_id_and_is_delivered(
    qt_run: RunCoroutine,
) -> None:
    async def scenario() -> None:
        scene = ResendScene(fifo=True)
        async with scene.editing() as view_model:
            scene.fake.lose_answer("SendMessageBatch", times=100)
            await scene.resend(view_model)
            scene.fake.heal()
            assert view_model.result is not None
            assert view_model.result.title == "Outcome unknown"
            type_instead(view_model, "1.50", "2.50")
            view_model.hold_longer()
            await scene.resend(view_model)
            bodies = scene.fake.bodies(scene.source)
            assert bodies == [EXACT, EXACT.replace("1.50", "2.50")]

    qt_run(scenario())


def test_a_connection_closed_meanwhile_is_an_error_in_words(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with scene.editing() as view_model:
            scene.fake.fail_next("SendMessageBatch", ConnectionClosed("dev is closed."))
            await scene.resend(view_model)
            assert view_model.result is not None
            assert view_model.result.title == "Not sent: the connection is closed"
            assert "The original is untouched." in view_model.result.text

    qt_run(scenario())


def test_stop_ends_a_send_that_is_tried_again_and_again(qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        scene = ResendScene()
        async with scene.editing() as view_model:
            scene.fake.fail_next("SendMessageBatch", Throttled("slow"), times=1000)
            gate = scene.fake.hold("SendMessageBatch")
            view_model.resend()
            await gate.reached()
            assert view_model.is_sending
            view_model.stop()
            gate.release()
            await view_model.scope.idle()
            assert view_model.result is not None
            assert view_model.result.title == "Not sent"
            assert "Stopped" in view_model.result.text
            assert scene.fake.bodies(scene.dlq) == [EXACT]

    qt_run(scenario())
