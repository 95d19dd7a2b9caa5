"""Release, extend and delete: what the server holds afterwards, and what is said where it did not work."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from sqs_explorer.domain.activity import Outcome
from sqs_explorer.domain.errors import Unreachable
from sqs_explorer.domain.messages import EntryFailure
from sqs_explorer.viewmodels.messages.message_store import HoldState
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_sqs import FakeSqs
from tests.viewmodels.messages.page import Page, open_page

Run = Callable[[Coroutine[Any, Any, None]], None]
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def fake() -> FakeSqs:
    return FakeSqs(FakeClock())


async def held_page(fake: FakeSqs, count: int = 3, *, fifo: bool = False, read_only: bool = False) -> Page:
    """Open a page with `count` messages received and held for 30 s."""
    name = "Inventory.fifo" if fifo else "OrderQueue"
    url = fake.create_queue(name, VisibilityTimeout=30)
    for number in range(count):
        fake.put(url, f"body {number}", group_id=f"g{number}" if fifo else "")
    page = await open_page(fake, url, read_only=read_only)
    page.view_model.receiving.set_maximum(max(1, count))
    await page.receive()
    return page


def problems(page: Page) -> list[str]:
    return [row.problem for row in page.store.rows]


def notice_text(page: Page) -> str:
    notice = page.view_model.notice
    return f"{notice.title} {notice.text}".strip() if notice else ""


def test_release_makes_messages_visible_to_everybody(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        page = await held_page(fake)
        page.view_model.holding.release(page.ids()[:2])
        await page.idle()
        assert [message.visible for message in fake.messages(page.url)] == [True, True, False]
        assert page.states() == ["released", "released", "held"]
        assert page.log.records[-1].result == "Released 2 messages of OrderQueue"
        assert page.context.attributes is not None
        assert page.context.attributes.available == 2
        await page.close()

    run(scenario())


def test_extend_holds_from_now_for_the_seconds_asked(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        page = await held_page(fake)
        page.clock.advance(20)
        page.view_model.holding.extend(page.ids()[:1], 300)
        await page.idle()
        assert page.store.rows[0].seconds_left(page.clock.monotonic()) == 300
        page.clock.advance(290)
        assert [message.visible for message in fake.messages(page.url)] == [False, True, True]
        assert page.states() == ["held", "visible", "visible"]
        await page.close()

    run(scenario())


def test_extending_by_nothing_is_a_release(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        page = await held_page(fake, 1)
        page.view_model.holding.extend(page.ids(), 0)
        await page.idle()
        assert page.states() == ["released"]
        assert fake.messages(page.url)[0].visible
        await page.close()

    run(scenario())


def test_delete_removes_the_messages_and_keeps_them_listed(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        page = await held_page(fake, 25)
        reports: list[str] = []
        page.log.job_started.connect(
            lambda job: job.progress_changed.connect(lambda: reports.append(job.progress_text))
        )
        page.view_model.holding.delete(page.ids())
        await page.idle()
        assert fake.messages(page.url) == ()
        assert page.states() == ["deleted"] * 25
        assert reports == ["10 of 25", "20 of 25", "25 of 25"]
        assert page.log.records[-1].result == "Deleted 25 messages of OrderQueue"
        await page.close()

    run(scenario())


def test_an_expired_fifo_handle_is_not_deleted_and_says_so(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        page = await held_page(fake, 2, fifo=True)
        page.view_model.holding.extend(page.ids()[:1], 600)
        await page.idle()
        page.clock.advance(31)
        question = page.view_model.holding.delete_question(page.ids())
        assert question.title == "Delete 1 message"
        assert question.refusal == (
            "1 of those selected is not tried and stays listed. Its visibility ended; "
            "a FIFO queue then refuses the receipt handle. Receive it again first."
        )
        page.view_model.holding.delete(page.ids())
        await page.idle()
        assert fake.bodies(page.url) == ["body 1"]
        assert [call.entries for call in fake.calls if call.operation == "DeleteMessageBatch"] == [1]
        assert page.states() == ["deleted", "visible"]
        assert problems(page)[1].startswith("Its visibility ended")
        assert "1 message was not tried" in notice_text(page)
        await page.close()

    run(scenario())


def test_when_nothing_can_be_deleted_sqs_is_not_asked(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        page = await held_page(fake, 2, fifo=True)
        page.clock.advance(31)
        page.view_model.holding.delete(page.ids())
        await page.idle()
        assert fake.count("DeleteMessageBatch") == 0
        assert notice_text(page).startswith("None of the selected messages can be deleted.")
        await page.close()

    run(scenario())


def test_a_standard_message_that_is_visible_again_is_deleted_with_a_warning(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        page = await held_page(fake, 2)
        page.clock.advance(31)
        question = page.view_model.holding.delete_question(page.ids())
        assert question.title == "Delete 2 messages"
        assert "2 messages are visible again: another consumer may have received them" in question.warning
        assert question.refusal == ""
        page.view_model.holding.delete(page.ids())
        await page.idle()
        assert fake.messages(page.url) == ()
        await page.close()

    run(scenario())


def test_deleted_messages_are_not_deleted_twice(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        page = await held_page(fake, 1)
        page.view_model.holding.delete(page.ids())
        await page.idle()
        page.view_model.holding.delete(page.ids())
        await page.idle()
        assert fake.count("DeleteMessageBatch") == 1
        assert "It is deleted already." in notice_text(page)
        assert page.states() == ["deleted"]
        await page.close()

    run(scenario())


def test_only_held_messages_are_released_or_extended(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        page = await held_page(fake, 2)
        page.view_model.holding.release(page.ids()[:1])
        await page.idle()
        page.view_model.holding.extend(page.ids(), 60)
        await page.idle()
        assert page.states() == ["released", "held"]
        assert problems(page) == ["It is not held any more. Receive it again first.", ""]
        page.view_model.holding.release(page.ids())
        await page.idle()
        assert page.states() == ["released", "released"]
        await page.close()

    run(scenario())


def test_a_refused_entry_keeps_its_reason_in_the_row_and_the_rest_goes_on(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        page = await held_page(fake, 3)
        text = (
            "Value handle-123 for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired."
        )
        fake.fail_entries("DeleteMessageBatch", [1], EntryFailure("InvalidParameterValue", text))
        page.view_model.holding.delete(page.ids())
        await page.idle()
        assert page.states() == ["deleted", "held", "deleted"]
        assert problems(page)[1] == "The receipt handle has expired."
        assert notice_text(page) == "1 of 3 messages could not be deleted. Point at a marked row to read why."
        assert page.log.records[-1].result == "Deleted 2 of 3 messages of OrderQueue"
        assert not page.log.records[-1].succeeded
        await page.close()

    run(scenario())


def test_an_error_in_the_middle_leaves_the_rest_as_it_was(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        page = await held_page(fake, 15)

        def cut_the_line() -> None:
            if "deleted" in page.states():
                fake.fail_next("DeleteMessageBatch", Unreachable("No answer."), times=10**6)

        page.store.rows_changed.connect(cut_the_line)
        page.view_model.holding.delete(page.ids())
        await page.idle()
        assert page.states() == ["deleted"] * 10 + ["held"] * 5
        assert set(problems(page)[10:]) == {"No answer."}
        await page.close()

    run(scenario())


def test_stop_ends_a_deletion_after_the_batch_in_flight(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        page = await held_page(fake, 25)
        gate = fake.hold("DeleteMessageBatch")
        page.view_model.holding.delete(page.ids())
        await gate.reached()
        page.log.jobs[0].stop()
        gate.release()
        await page.idle()
        assert len(fake.messages(page.url)) == 15
        assert page.states() == ["deleted"] * 10 + ["held"] * 15
        assert notice_text(page) == "Stopped before 15 messages."
        assert page.log.records[-1].result == "Deleted 10 of 25 messages of OrderQueue, stopped"
        assert page.log.records[-1].outcome is Outcome.STOPPED
        await page.close()

    run(scenario())


def test_a_message_whose_hold_ends_while_the_dialog_is_open_is_not_tried(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        page = await held_page(fake, 1, fifo=True)
        assert page.view_model.holding.delete_question(page.ids()).title == "Delete 1 message"
        page.clock.advance(30)
        page.view_model.holding.delete(page.ids())
        await page.idle()
        assert fake.count("DeleteMessageBatch") == 0
        assert len(fake.messages(page.url)) == 1
        await page.close()

    run(scenario())


def test_twelve_hours_in_all_bound_an_extension(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        page = await held_page(fake, 1)
        page.clock.advance(20)
        question = page.view_model.holding.extend_question(page.ids())
        assert (question.title, question.default_seconds) == ("Extend 1 message", 30)
        assert question.longest_seconds == 43_175
        assert question.problem_of(43_175) == ""
        assert "12 hours in all" in question.problem_of(43_176)
        page.view_model.holding.extend(page.ids(), 43_175)
        await page.idle()
        assert page.states() == ["held"]
        page.view_model.holding.extend(page.ids(), 43_200)
        await page.idle()
        assert "beyond the limit" in problems(page)[0]
        await page.close()

    run(scenario())


def test_a_read_only_connection_releases_but_does_not_delete(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        page = await held_page(fake, 2, read_only=True)
        assert page.view_model.write_blocked_reason is not None
        page.view_model.holding.release(page.ids()[:1])
        await page.idle()
        page.view_model.holding.delete(page.ids()[1:])
        await page.idle()
        assert len(fake.messages(page.url)) == 2
        assert notice_text(page).startswith("Read-only connection")
        assert page.ids(HoldState.HELD) == page.ids()[1:]
        await page.close()

    run(scenario())


def test_the_dialog_names_queue_account_and_region(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        page = await held_page(fake, 12)
        question = page.view_model.holding.delete_question(page.ids())
        assert question.title == "Delete 12 messages"
        assert question.sentence == "12 messages are deleted from OrderQueue. This can't be undone."
        assert dict(question.place.facts) == {
            "Queue": "OrderQueue",
            "Account": "123456789012",
            "User or role": "not known yet",
            "Region": "Europe (Ireland) eu-west-1",
            "Connection": "dev",
        }
        assert not question.asks_for_name
        await page.close()

    run(scenario())


def test_deleting_more_than_a_hundred_at_once_asks_for_the_name(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        page = await held_page(fake, 101)
        holding = page.view_model.holding
        assert holding.delete_question(page.ids()).asks_for_name
        assert not holding.delete_question(page.ids()[:100]).asks_for_name
        await page.close()

    run(scenario())


def test_a_deletion_by_an_old_handle_is_not_said_of_a_message_received_again(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        page = await held_page(fake, 1)
        gate = fake.hold("DeleteMessageBatch")
        page.view_model.holding.delete(page.ids())
        await gate.reached()
        page.clock.advance(31)
        page.view_model.receive()
        while page.view_model.receiving.is_receiving:  # noqa: ASYNC110 - no event tells it
            await asyncio.sleep(0)
        gate.release()
        await page.idle()
        assert page.states() == ["held"]
        assert problems(page) == ["It was received again meanwhile: this holds for the delivery before."]
        await page.close()

    run(scenario())
