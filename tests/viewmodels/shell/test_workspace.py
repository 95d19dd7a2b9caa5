"""One page a queue; nothing typed is lost by closing one; a queue is found by name, URL or ARN."""

from __future__ import annotations

import pytest

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import AccessDenied
from sqs_explorer.viewmodels.shell.queue_page import QueuePageViewModel
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.shell.workspace_scene import DEV, IRELAND, VIRGINIA, WorkspaceScene, workspace_scene


async def three_pages(scene: WorkspaceScene) -> list[QueuePageViewModel]:
    """Open pages of the queues A, B and C."""
    for name in "ABC":
        scene.server.create_queue(name)
    await scene.open()
    return [await scene.page(name) for name in "ABC"]


def test_opening_a_queue_again_brings_its_page_to_the_front(qt_run: RunCoroutine) -> None:
    async def open_again() -> None:
        async with workspace_scene() as scene:
            first, _, last = await three_pages(scene)
            shown: list[object] = []
            scene.workspace.current_changed.connect(shown.append)
            assert scene.workspace.current is last
            scene.workspace.open(first.queue)
            assert scene.workspace.current is first
            assert scene.open_names == ["A", "B", "C"]
            scene.workspace.open(first.queue)
            assert shown == [first]

    qt_run(open_again())


def unsent(scene: WorkspaceScene) -> list[str]:
    """Return the queues with typed text that was not sent."""
    return list(scene.workspace.unsent_queues)


@pytest.mark.parametrize(
    ("closed", "in_front", "then_in_front"),
    [("C", "C", "B"), ("A", "A", "B"), ("B", "B", "C"), ("A", "C", "C")],
    ids=["the last shows the one before", "the first the next", "the middle the next", "another stays"],
)
def test_closing_a_page_shows_a_neighbour(
    qt_run: RunCoroutine, closed: str, in_front: str, then_in_front: str
) -> None:
    async def close_one() -> None:
        async with workspace_scene() as scene:
            pages = dict(zip("ABC", await three_pages(scene), strict=True))
            scene.workspace.show(pages[in_front])
            scene.workspace.close(pages[closed])
            assert scene.workspace.current is pages[then_in_front]
            assert closed not in scene.open_names

    qt_run(close_one())


def test_closing_the_last_page_leaves_none_in_front(qt_run: RunCoroutine) -> None:
    async def close_all_three() -> None:
        async with workspace_scene() as scene:
            gone: list[object] = []
            scene.workspace.page_closed.connect(gone.append)
            pages = await three_pages(scene)
            for page in pages:
                scene.workspace.close(page)
                scene.workspace.close(page)
            assert scene.workspace.current is None
            assert gone == pages

    qt_run(close_all_three())


def test_a_draft_survives_closing_its_page_and_comes_back_with_the_queue(qt_run: RunCoroutine) -> None:
    async def type_close_and_open() -> None:
        async with workspace_scene() as scene:
            url = scene.server.create_queue("OrderQueue")
            await scene.open()
            page = await scene.page("OrderQueue")
            page.send.load_body("half an order")
            scene.workspace.close(page)
            await scene.rest()
            assert unsent(scene) == ["OrderQueue"]
            again = await scene.page("OrderQueue")
            assert again is not page
            assert again.send.body == "half an order"
            again.send.send()
            await again.send.scope.idle()
            assert scene.server.bodies(url) == ["half an order"]
            assert unsent(scene) == []
            scene.workspace.close(again)
            assert unsent(scene) == []
            assert (await scene.page("OrderQueue")).send.body == ""

    qt_run(type_close_and_open())


def test_unsent_text_is_told_for_open_pages_first_then_for_closed_ones(qt_run: RunCoroutine) -> None:
    async def type_in_two() -> None:
        async with workspace_scene() as scene:
            first, _, last = await three_pages(scene)
            assert unsent(scene) == []
            for page in (first, last):
                page.send.load_body("typed")
            scene.workspace.close(first)
            assert unsent(scene) == ["C", "A"]

    qt_run(type_in_two())


@pytest.mark.parametrize("way", ["name", "URL", "ARN"])
def test_a_queue_is_opened_by_name_url_or_arn_in_its_own_region(qt_run: RunCoroutine, way: str) -> None:
    async def open_named() -> None:
        async with workspace_scene() as scene:
            url = scene.server.create_queue("Shipping", VIRGINIA)
            named = {"name": "Shipping", "URL": url, "ARN": scene.server.arn(url)}[way]
            await scene.open(ConnectionSpec("dev", (IRELAND, VIRGINIA)))
            scene.workspace.open_named(named)
            await scene.rest()
            page = scene.workspace.current
            assert page is not None
            assert (page.queue.name, page.queue.region) == ("Shipping", VIRGINIA)
            assert page.context.attributes is not None
            assert scene.failures == []

    qt_run(open_named())


def test_an_arn_is_looked_for_in_its_region_alone(qt_run: RunCoroutine) -> None:
    async def open_named() -> None:
        async with workspace_scene() as scene:
            scene.server.create_queue("OrderQueue", IRELAND)
            there = scene.server.create_queue("OrderQueue", VIRGINIA)
            await scene.open(ConnectionSpec("dev", (IRELAND, VIRGINIA)))
            scene.workspace.open_named(scene.server.arn(there))
            await scene.rest()
            assert scene.workspace.current is not None
            assert scene.workspace.current.queue.region == VIRGINIA
            assert scene.server.count("GetQueueUrl", IRELAND) == 0

    qt_run(open_named())


def test_a_queue_that_nobody_has_says_so_and_opens_nothing(qt_run: RunCoroutine) -> None:
    async def open_named() -> None:
        async with workspace_scene() as scene:
            await scene.open()
            scene.workspace.open_named("NoSuchQueue")
            await scene.rest()
            assert scene.open_names == []
            (failure,) = scene.failures
            assert "NoSuchQueue" in failure.title
            assert "does not exist" in failure.title
            assert failure.next_step

    qt_run(open_named())


def test_a_queue_is_found_in_the_second_connection_when_the_first_may_not_look(qt_run: RunCoroutine) -> None:
    async def open_named() -> None:
        async with workspace_scene() as scene:
            scene.server.create_queue("OrderQueue")
            await scene.open(DEV, ConnectionSpec("other", (IRELAND,)))
            scene.server.fail_next("GetQueueUrl", AccessDenied("No.", action="sqs:GetQueueUrl"))
            scene.workspace.open_named("OrderQueue")
            await scene.rest()
            assert scene.workspace.current is not None
            assert scene.workspace.current.queue.connection_id == "other"

    qt_run(open_named())


def test_the_pages_of_a_closed_connection_close_and_no_other(qt_run: RunCoroutine) -> None:
    async def close_connection() -> None:
        async with workspace_scene() as scene:
            scene.server.create_queue("OrderQueue")
            await scene.open(DEV, ConnectionSpec("other", (IRELAND,)))
            scene.workspace.open(scene.queue("OrderQueue", connection_id="other"))
            page = await scene.page("OrderQueue")
            page.send.load_body("typed")
            await scene.catalogue.close("dev")
            await scene.rest()
            assert [left.queue.connection_id for left in scene.workspace.pages] == ["other"]
            assert scene.workspace.current is scene.workspace.pages[0]
            assert unsent(scene) == ["OrderQueue"]

    qt_run(close_connection())


def test_the_pages_of_a_region_that_is_no_longer_open_close(qt_run: RunCoroutine) -> None:
    async def drop_a_region() -> None:
        async with workspace_scene() as scene:
            scene.server.create_queue("OrderQueue")
            scene.server.create_queue("OrderQueue", VIRGINIA)
            await scene.open(ConnectionSpec("dev", (IRELAND, VIRGINIA)))
            for region in (IRELAND, VIRGINIA):
                scene.workspace.open(scene.queue("OrderQueue", region))
            await scene.rest()
            scene.starting.replace("dev", DEV)
            await scene.rest()
            assert [page.queue.region for page in scene.workspace.pages] == [IRELAND]

    qt_run(drop_a_region())


def test_a_link_on_a_page_opens_the_queue_it_names(qt_run: RunCoroutine) -> None:
    async def follow() -> None:
        async with workspace_scene() as scene:
            scene.server.create_queue_with_dlq("OrderQueue")
            await scene.open()
            page = await scene.page("OrderQueue")
            page.details.queue_open_requested.emit(scene.queue("OrderQueue-DLQ"))
            assert scene.open_names == ["OrderQueue", "OrderQueue-DLQ"]
            assert scene.workspace.current is scene.workspace.pages[1]

    qt_run(follow())


def test_a_message_being_sent_arrives_although_the_program_ends(qt_run: RunCoroutine) -> None:
    async def end_while_sending() -> None:
        async with workspace_scene() as scene:
            url = scene.server.create_queue("OrderQueue")
            await scene.open()
            page = await scene.page("OrderQueue")
            page.send.load_body("an order")
            gate = scene.server.hold("SendMessage")
            page.send.send()
            await gate.reached()
            gate.release()
            await scene.workspace.close_all()
            assert scene.server.bodies(url) == ["an order"]
            assert scene.activity.records[-1].succeeded

    qt_run(end_while_sending())


def test_a_search_under_way_opens_no_page_once_the_program_ends(qt_run: RunCoroutine) -> None:
    async def end_while_searching() -> None:
        async with workspace_scene() as scene:
            scene.server.create_queue("OrderQueue")
            await scene.open()
            opened: list[object] = []
            scene.workspace.page_opened.connect(opened.append)
            gate = scene.server.hold("GetQueueUrl")
            scene.workspace.open_named("OrderQueue")
            await gate.reached()
            await scene.workspace.close_all()
            gate.release()
            await scene.rest()
            assert opened == []

    qt_run(end_while_searching())


def test_a_message_being_sent_arrives_although_its_page_is_closed(qt_run: RunCoroutine) -> None:
    async def close_while_sending() -> None:
        async with workspace_scene() as scene:
            url = scene.server.create_queue("OrderQueue")
            await scene.open()
            page = await scene.page("OrderQueue")
            page.send.load_body("an order")
            gate = scene.server.hold("SendMessage")
            page.send.send()
            await gate.reached()
            scene.workspace.close(page)
            gate.release()
            await scene.rest()
            assert scene.server.bodies(url) == ["an order"]

    qt_run(close_while_sending())
