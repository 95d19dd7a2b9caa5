"""Receiving: what comes, what is said about it, and that nothing is lost on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from sqs_explorer.domain.errors import AccessDenied, Throttled
from sqs_explorer.domain.forecast import ReceiveMode
from sqs_explorer.domain.messages import EntryFailure
from sqs_explorer.viewmodels.messages.notice import NoticeTone
from sqs_explorer.viewmodels.messages.receiving_view_model import ReceivingViewModel
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_sqs import FakeSqs
from tests.viewmodels.messages.page import Page, open_page

Run = Callable[[Coroutine[Any, Any, None]], None]
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def fake() -> FakeSqs:
    return FakeSqs(FakeClock())


def fill(fake: FakeSqs, url: str, count: int) -> list[str]:
    return [fake.put(url, f'{{"order":{number}}}') for number in range(count)]


def notice_text(page: Page) -> str:
    return page.view_model.notice.text if page.view_model.notice else ""


def test_a_receive_lists_the_messages_and_holds_them(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        url, _ = fake.create_queue_with_dlq("OrderQueue", VisibilityTimeout=45)
        fill(fake, url, 12)
        page = await open_page(fake, url)
        await page.receive()
        assert len(page.store) == 10
        assert {row.hold_seconds for row in page.store.rows} == {45}
        assert [message.visible for message in fake.messages(url)].count(False) == 10
        assert page.view_model.counts_text == "10 messages, 10 held"
        assert page.view_model.notice is None
        assert [record.result for record in page.log.records] == ["Received 10 messages from OrderQueue"]
        assert page.log.records[0].request_id.startswith("fake-request")
        assert page.context.attributes is not None
        assert page.context.attributes.in_flight == 10
        await page.close()

    run(scenario())


def test_more_than_ten_are_collected_in_batches_with_progress(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        url = fake.create_queue("OrderQueue")
        fill(fake, url, 99)
        page = await open_page(fake, url)
        page.view_model.receiving.set_maximum(99)
        progress: list[str] = []
        page.view_model.receiving.receiving_changed.connect(
            lambda: progress.append(page.view_model.receiving.progress)
        )
        page.view_model.receive()
        assert page.view_model.receiving.is_receiving
        await page.idle()
        assert not page.view_model.receiving.is_receiving
        assert len(page.store) == 99
        assert "30 of 99" in progress
        assert fake.count("ReceiveMessage") == 10
        assert page.log.records[-1].result == "Received 99 messages from OrderQueue"
        await page.close()

    run(scenario())


def test_stop_finishes_what_is_in_flight_and_loses_nothing(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        url = fake.create_queue("OrderQueue")
        fill(fake, url, 30)
        page = await open_page(fake, url)
        page.view_model.receiving.set_maximum(30)
        gate = fake.hold("ReceiveMessage")
        page.view_model.receive()
        await gate.reached()
        page.view_model.stop()
        assert page.view_model.receiving.is_stopping
        gate.release()
        await page.idle()
        hidden = {m.message_id for m in fake.messages(url) if not m.visible}
        assert hidden == set(page.ids())
        assert len(hidden) == 10
        assert page.log.records[-1].result == "Stopped: received 10 of 30 from OrderQueue"
        await page.close()

    run(scenario())


def test_stop_during_a_long_wait_ends_after_the_slice_under_way(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        url = fake.create_queue("OrderQueue")
        page = await open_page(fake, url)
        page.view_model.receiving.set_wait_seconds(20)
        gate = fake.hold("ReceiveMessage")
        page.view_model.receive()
        await gate.reached()
        job = page.log.jobs[0]
        job.stop()
        gate.release()
        await page.idle()
        assert fake.count("ReceiveMessage") == 1
        assert notice_text(page) == "Stopped before a message came."
        await page.close()

    run(scenario())


def test_closing_the_page_waits_for_a_receive_in_flight(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        url = fake.create_queue("OrderQueue")
        fill(fake, url, 20)
        page = await open_page(fake, url)
        page.view_model.receiving.set_maximum(20)
        page.view_model.receiving.set_mode(ReceiveMode.LOOK_AND_RELEASE)
        gate = fake.hold("ReceiveMessage")
        page.view_model.receive()
        await gate.reached()
        gate.release()
        await page.close()
        assert all(message.visible for message in fake.messages(url))

    run(scenario())


def test_look_and_release_leaves_everything_visible_and_raises_the_counts(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        url, _ = fake.create_queue_with_dlq("OrderQueue")
        fill(fake, url, 25)
        page = await open_page(fake, url)
        page.view_model.receiving.set_maximum(100)
        page.view_model.receiving.set_mode(ReceiveMode.LOOK_AND_RELEASE)
        await page.receive()
        assert [(m.visible, m.receive_count) for m in fake.messages(url)] == [(True, 1)] * 25
        assert page.states() == ["released"] * 25
        assert page.log.records[-1].result == "Looked at 25 messages from OrderQueue, released 25"
        await page.close()

    run(scenario())


def test_a_look_that_cannot_release_says_so_and_counts_down(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        url = fake.create_queue("OrderQueue")
        fill(fake, url, 3)
        page = await open_page(fake, url)
        page.view_model.receiving.set_mode(ReceiveMode.LOOK_AND_RELEASE)
        fake.fail_next("ChangeMessageVisibilityBatch", Throttled("Slow down."))
        await page.receive()
        assert page.states() == ["held"] * 3
        assert (
            notice_text(page) == "3 messages could not be released and stay hidden until the countdown ends."
        )
        assert {row.problem for row in page.store.rows} == {"Slow down."}
        assert not page.log.records[-1].succeeded
        await page.close()

    run(scenario())


def test_an_empty_answer_is_no_proof_of_an_empty_queue(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        page = await open_page(fake, fake.create_queue("OrderQueue"))
        await page.receive()
        assert notice_text(page) == (
            "No messages came within 2 s. Short waits can miss messages that are there; "
            "that is not proof the queue is empty."
        )
        assert page.view_model.notice is not None
        assert page.view_model.notice.tone is NoticeTone.INFO
        page.view_model.dismiss_notice()
        assert page.view_model.notice is None
        await page.close()

    run(scenario())


def test_a_hold_of_no_time_does_not_receive_the_same_messages_again_and_again(
    run: Run, fake: FakeSqs
) -> None:
    async def scenario() -> None:
        url, _ = fake.create_queue_with_dlq("OrderQueue", maximum_receives=5)
        fill(fake, url, 4)
        page = await open_page(fake, url)
        page.view_model.receiving.set_maximum(100)
        page.view_model.receiving.set_hold_seconds(0)
        await page.receive()
        assert [message.receive_count for message in fake.messages(url)] == [2] * 4
        assert len(page.store) == 4
        assert page.states() == ["visible"] * 4
        assert "listed already" in notice_text(page)
        await page.close()

    run(scenario())


def test_a_message_received_again_is_one_row_with_the_newest_handle(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        url = fake.create_queue("OrderQueue", VisibilityTimeout=5)
        fill(fake, url, 1)
        page = await open_page(fake, url)
        await page.receive()
        first = page.store.rows[0].message.receipt_handle
        page.clock.advance(6)
        assert page.states() == ["visible"]
        await page.receive()
        assert len(page.store) == 1
        assert page.store.rows[0].message.receipt_handle != first
        assert page.store.rows[0].message.receive_count == 2
        assert page.states() == ["held"]
        await page.close()

    run(scenario())


def test_a_receive_from_a_deleted_queue_says_so_in_the_panel(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        url = fake.create_queue("OrderQueue")
        page = await open_page(fake, url)
        fake.delete_queue(url)
        await page.receive()
        notice = page.view_model.notice
        assert notice is not None
        assert notice.title == "The queue does not exist"
        assert notice.next_step == "It may have been deleted. Refresh the list."
        assert not page.log.records[-1].succeeded
        assert not page.view_model.receiving.is_receiving
        await page.close()

    run(scenario())


def test_a_closed_connection_is_said_not_raised(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        page = await open_page(fake, fake.create_queue("OrderQueue"))
        await page.context.catalogue.close(page.context.queue.connection_id)
        await page.receive()
        assert page.view_model.notice is not None
        assert page.view_model.notice.title == "The connection is closed"
        await page.close()

    run(scenario())


def test_an_error_after_some_messages_keeps_them_and_says_how_many_came(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        url = fake.create_queue("OrderQueue")
        fill(fake, url, 30)
        page = await open_page(fake, url)
        page.view_model.receiving.set_maximum(30)
        denied = AccessDenied("Not any more.", action="sqs:ReceiveMessage", operation="ReceiveMessage")

        def break_after_first() -> None:
            if len(page.store) == 10:
                fake.fail_next("ReceiveMessage", denied, times=10**6)

        page.store.rows_added.connect(break_after_first)
        await page.receive()
        assert len(page.store) == 10
        assert notice_text(page).startswith(
            "10 messages came before it. This identity may not sqs:ReceiveMessage."
        )
        assert not page.log.records[-1].succeeded
        await page.close()

    run(scenario())


def test_hold_seconds_follow_the_visibility_timeout_until_changed_by_hand(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        url = fake.create_queue("OrderQueue", VisibilityTimeout=45)
        page = await open_page(fake, url)
        receiving = page.view_model.receiving
        assert receiving.settings.hold_seconds == 45
        fake.set_attributes(url, VisibilityTimeout=60)
        page.context.catalogue.request_attributes([page.context.queue], again=True)
        await page.idle()
        assert receiving.settings.hold_seconds == 60
        receiving.set_hold_seconds(10)
        fake.set_attributes(url, VisibilityTimeout=90)
        page.context.catalogue.request_attributes([page.context.queue], again=True)
        await page.idle()
        assert receiving.settings.hold_seconds == 10
        await page.close()

    run(scenario())


def test_the_forecast_warns_of_messages_at_their_last_receive(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        url, dlq_url = fake.create_queue_with_dlq("OrderQueue", maximum_receives=2, VisibilityTimeout=5)
        fill(fake, url, 2)
        page = await open_page(fake, url)
        receiving = page.view_model.receiving
        assert receiving.forecast.fact == "Counts one receive of 2 for each message."
        assert receiving.forecast.risk == ""
        await page.receive()
        page.clock.advance(6)
        await page.receive()
        assert (
            receiving.forecast.risk
            == "2 messages here are at 2 of 2: their next receive moves them to OrderQueue-DLQ."
        )
        page.view_model.holding.delete(page.ids()[:1])
        await page.idle()
        assert receiving.forecast.risk.startswith("1 message here is at 2 of 2")
        page.clock.advance(6)
        await page.receive()
        assert len(fake.messages(dlq_url)) == 1
        await page.close()

    run(scenario())


def test_the_forecast_of_a_fifo_queue_names_the_group_lock(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        page = await open_page(
            fake, fake.create_queue("Inventory.fifo", FifoQueue=True, VisibilityTimeout=30)
        )
        assert (
            "nobody else receives from these message groups for 30 s"
            in page.view_model.receiving.forecast.risk
        )
        page.view_model.receiving.set_mode(ReceiveMode.LOOK_AND_RELEASE)
        assert "until they are released" in page.view_model.receiving.forecast.risk
        await page.close()

    run(scenario())


def test_a_release_that_is_refused_for_one_message_marks_that_one(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        url = fake.create_queue("OrderQueue")
        fill(fake, url, 3)
        page = await open_page(fake, url)
        page.view_model.receiving.set_mode(ReceiveMode.LOOK_AND_RELEASE)
        fake.fail_entries("ChangeMessageVisibilityBatch", [1], EntryFailure("InternalError", "Try again."))
        await page.receive()
        assert page.states() == ["released", "held", "released"]
        assert [row.problem for row in page.store.rows] == ["", "Try again.", ""]
        await page.close()

    run(scenario())


def test_a_look_does_not_call_released_what_was_received_again_meanwhile(run: Run, fake: FakeSqs) -> None:
    async def scenario() -> None:
        url = fake.create_queue("OrderQueue", VisibilityTimeout=300)
        fill(fake, url, 11)
        page = await open_page(fake, url)
        other_tab = ReceivingViewModel(page.context, page.store, page.view_model.scope, page.root)
        page.view_model.receiving.set_mode(ReceiveMode.LOOK_AND_RELEASE)
        page.view_model.receiving.set_maximum(11)
        page.view_model.receive()
        while len(page.store) < 11 or not any(message.visible for message in fake.messages(url)):  # noqa: ASYNC110
            await asyncio.sleep(0)
        second_batch = fake.hold("ChangeMessageVisibilityBatch")
        await second_batch.reached()
        other_tab.receive()
        while other_tab.is_receiving:  # noqa: ASYNC110 - no event tells it
            await asyncio.sleep(0)
        second_batch.release()
        await page.idle()
        assert sorted(page.states()) == ["held"] * 10 + ["released"]
        await page.close()

    run(scenario())
