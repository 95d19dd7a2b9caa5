"""A page's title says what the server says, and nothing reaches a page that is closed."""

from __future__ import annotations

import pytest

from sqs_explorer.viewmodels.shell.queue_page import QueuePageViewModel
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.shell.workspace_scene import DEV, IRELAND, WorkspaceScene, workspace_scene


async def order_page(scene: WorkspaceScene, name: str = "OrderQueue") -> QueuePageViewModel:
    """Open a page of OrderQueue, or of its DLQ, with one message available and one dead."""
    url, dlq_url = scene.server.create_queue_with_dlq(
        "OrderQueue", VisibilityTimeout=90, MessageRetentionPeriod=345_600
    )
    scene.server.put(url, "an order")
    scene.server.put(url, "a later order", delay_seconds=60)
    scene.server.put(dlq_url, "a dead order")
    await scene.open()
    return await scene.page(name)


def test_chips_and_counts_are_what_the_server_says_in_words(qt_run: RunCoroutine) -> None:
    async def read() -> None:
        async with workspace_scene() as scene:
            page = await order_page(scene)
            assert page.chips == ("Standard", "Visibility 1 min 30 s", "Retention 4 d")
            assert page.counts == (("Available", 1), ("In flight", 0), ("Delayed", 1))
            assert page.icon == "queue"
            assert page.connection_title == "dev"

    qt_run(read())


def test_a_dead_letter_queue_says_that_it_is_one(qt_run: RunCoroutine) -> None:
    async def read() -> None:
        async with workspace_scene() as scene:
            page = await order_page(scene, "OrderQueue-DLQ")
            assert page.chips[:2] == ("Standard", "Dead-letter queue")
            assert page.icon == "dlq"
            assert page.dead_letter_count == 1

    qt_run(read())


@pytest.mark.parametrize(("delay_seconds", "counts"), [(0, 2), (30, 3)])
def test_a_fifo_queue_counts_delayed_messages_only_if_there_are_some(
    qt_run: RunCoroutine, delay_seconds: int, counts: int
) -> None:
    async def read() -> None:
        async with workspace_scene() as scene:
            url = scene.server.create_queue("Stock.fifo", DelaySeconds=delay_seconds)
            scene.server.put(url, "stock")
            await scene.open()
            page = await scene.page("Stock.fifo")
            assert page.chips[0] == "FIFO"
            assert page.icon == "fifo"
            assert len(page.counts) == counts

    qt_run(read())


def test_counts_are_unknown_until_the_server_answers(qt_run: RunCoroutine) -> None:
    async def look_before_the_answer() -> None:
        async with workspace_scene() as scene:
            scene.server.create_queue("OrderQueue")
            gate = scene.server.hold("GetQueueAttributes")
            await scene.catalogue.open(DEV)
            await gate.reached()
            scene.workspace.open(scene.queue("OrderQueue"))
            page = scene.workspace.pages[0]
            assert dict(page.counts) == {"Available": None, "In flight": None}
            assert page.chips == ("Standard",)
            assert page.dead_letter_count is None
            gate.release()
            await scene.rest()
            assert dict(page.counts)["Available"] == 0

    qt_run(look_before_the_answer())


def test_a_source_queue_counts_the_messages_of_its_dlq(qt_run: RunCoroutine) -> None:
    async def count() -> None:
        async with workspace_scene() as scene:
            page = await order_page(scene)
            assert page.dead_letter_count == 1
            scene.server.put(scene.queue("OrderQueue-DLQ").url, "another dead order")
            page.refresh()
            await scene.rest()
            assert page.dead_letter_count == 2

    qt_run(count())


def test_refresh_reads_the_queue_its_dlq_and_its_sources_and_no_other(qt_run: RunCoroutine) -> None:
    async def refresh_both() -> None:
        async with workspace_scene() as scene:
            source = await order_page(scene)
            scene.server.create_queue("Unrelated")
            dlq = await scene.page("OrderQueue-DLQ")
            for page in (source, dlq):
                scene.server.calls.clear()
                page.refresh()
                await scene.rest()
                read = sorted(
                    call.queue_name for call in scene.server.calls if call.operation == "GetQueueAttributes"
                )
                assert read == ["OrderQueue", "OrderQueue-DLQ"]

    qt_run(refresh_both())


def test_a_deleted_queue_is_gone_and_no_longer_once_it_is_back(qt_run: RunCoroutine) -> None:
    async def delete_and_create() -> None:
        async with workspace_scene() as scene:
            url = scene.server.create_queue("OrderQueue")
            await scene.open()
            page = await scene.page("OrderQueue")
            assert not page.is_gone
            scene.server.delete_queue(url)
            page.refresh()
            await scene.rest()
            assert page.is_gone
            scene.server.create_queue("OrderQueue")
            page.refresh()
            await scene.rest()
            assert not page.is_gone

    qt_run(delete_and_create())


def test_a_queue_that_a_new_listing_lacks_is_gone_until_a_listing_has_it(qt_run: RunCoroutine) -> None:
    async def list_again() -> None:
        async with workspace_scene() as scene:
            url = scene.server.create_queue("OrderQueue")
            await scene.open()
            page = await scene.page("OrderQueue")
            told: list[bool] = []
            page.title_changed.connect(lambda: told.append(page.is_gone))
            scene.server.delete_queue(url)
            scene.catalogue.refresh_all()
            await scene.rest()
            assert page.is_gone
            assert told[-1]
            scene.server.create_queue("OrderQueue")
            scene.catalogue.refresh_all()
            await scene.rest()
            assert not page.is_gone
            assert not told[-1]

    qt_run(list_again())


def test_a_favourite_is_kept_in_the_settings_and_told(qt_run: RunCoroutine) -> None:
    async def mark() -> None:
        async with workspace_scene() as scene:
            page = await order_page(scene)
            told: list[bool] = []
            page.title_changed.connect(lambda: told.append(page.is_favourite))
            page.toggle_favourite()
            assert scene.settings.settings.favourites == {f"dev|{IRELAND}|OrderQueue"}
            page.toggle_favourite()
            assert scene.settings.settings.favourites == frozenset()
            assert told == [True, False]

    qt_run(mark())


def test_a_title_is_told_anew_for_its_queue_and_its_dlq_and_for_no_other(qt_run: RunCoroutine) -> None:
    async def read_others() -> None:
        async with workspace_scene() as scene:
            other = scene.server.create_queue("StockQueue")
            page = await order_page(scene)
            told: list[int | None] = []
            page.title_changed.connect(lambda: told.append(page.dead_letter_count))
            scene.server.put(other, "stock")
            scene.catalogue.request_attributes([scene.queue("StockQueue")], again=True)
            await scene.rest()
            assert told == []
            dlq = scene.queue("OrderQueue-DLQ")
            scene.server.put(dlq.url, "another dead order")
            scene.catalogue.request_attributes([dlq], again=True)
            await scene.rest()
            assert told == [2]

    qt_run(read_others())


def test_nothing_reaches_a_closed_page(qt_run: RunCoroutine) -> None:
    async def close_then_change_everything() -> None:
        async with workspace_scene() as scene:
            page = await order_page(scene)
            told: list[str] = []
            page.title_changed.connect(lambda: told.append("title"))
            scene.workspace.pages.remove(page)
            await page.close()
            scene.catalogue.request_attributes([page.queue], again=True)
            await scene.rest()
            scene.server.delete_queue(page.queue.url)
            scene.catalogue.refresh_all()
            await scene.rest()
            scene.tree.favourites.toggle(page.queue)
            await scene.catalogue.close("dev")
            assert told == []
            assert not page.is_gone

    qt_run(close_then_change_everything())


def test_after_a_purge_what_the_page_held_is_deleted(qt_run: RunCoroutine) -> None:
    async def purge() -> None:
        async with workspace_scene() as scene:
            page = await order_page(scene)
            page.messages.receiving.receive()
            await page.messages.scope.idle()
            assert [row.state.value for row in page.store.rows] == ["held"]
            page.details.destroying.purge()
            await page.details.destroying.scope.idle()
            assert [row.state.value for row in page.store.rows] == ["deleted"]
            assert scene.server.bodies(page.queue.url) == []

    qt_run(purge())


def test_after_the_queue_was_deleted_the_page_says_so(qt_run: RunCoroutine) -> None:
    async def delete() -> None:
        async with workspace_scene() as scene:
            page = await order_page(scene)
            page.details.destroying.delete()
            await page.details.destroying.scope.idle()
            assert page.is_gone
            assert [queue.name for queue in scene.catalogue.queues] == ["OrderQueue-DLQ"]

    qt_run(delete())
