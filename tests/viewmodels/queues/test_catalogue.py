"""The catalogue: pages, states of regions, refreshing, closing, attributes in order of need, DLQs."""

from __future__ import annotations

import asyncio

import pytest

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import AccessDenied, QueueNotFound, Unreachable
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.viewmodels.queues.catalogue import ListingState, RegionListing
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.queues.tree_scene import IRELAND, TreeScene, tree_scene

TWO_REGIONS = ConnectionSpec("dev", ("eu-west-1", "us-east-1"))
ALWAYS = 10**6


def listing(scene: TreeScene, region: str = "eu-west-1") -> RegionListing:
    found = scene.catalogue.listing("dev", region)
    assert found is not None
    return found


def test_more_than_a_thousand_queues_are_all_listed(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            for number in range(2_500):
                scene.fake.create_queue(f"queue-{number:04d}")
            await scene.catalogue.open(IRELAND)
            while listing(scene).state is not ListingState.LISTED:  # noqa: ASYNC110 - no event tells it
                await asyncio.sleep(0)
            assert len(listing(scene).queues) == 2_500
            assert scene.fake.count("ListQueues") == 3

    run(look())


def test_the_first_names_are_there_after_one_call(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.fake.page_size = 2
            scene.create_orders()
            heard: list[tuple[int, int]] = []

            def hear(entry: RegionListing) -> None:
                heard.append((len(entry.queues), scene.fake.count("ListQueues")))

            scene.catalogue.listing_changed.connect(hear)
            await scene.open()
            assert heard == [(0, 0), (2, 1), (4, 2), (6, 3), (6, 3)]

    run(look())


def test_an_answer_that_comes_after_its_connection_was_closed_is_not_kept(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.fake.create_queue("OrderQueue")
            await scene.open()
            (queue,) = scene.catalogue.queues
            attributes = scene.catalogue.attributes[queue]
            await scene.catalogue.close("dev")
            scene.catalogue.note_attributes(queue, attributes)
            assert scene.catalogue.attributes == {}

    run(look())


def test_a_region_that_is_denied_leaves_the_others_listed(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders()
            error = AccessDenied("not authorized", action="sqs:ListQueues", operation="ListQueues")
            scene.fake.fail_next("ListQueues", error, times=ALWAYS, region="us-east-1")
            await scene.open(TWO_REGIONS)
            assert listing(scene).state is ListingState.LISTED
            assert len(listing(scene).queues) == 6
            assert listing(scene, "us-east-1").state is ListingState.FAILED
            assert listing(scene, "us-east-1").error is error

    run(look())


def test_a_dead_endpoint_is_told_and_heals_with_refresh(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders()
            scene.fake.fail_next("ListQueues", Unreachable("no answer"))
            await scene.open()
            assert isinstance(listing(scene).error, Unreachable)
            scene.catalogue.refresh_all()
            await scene.idle()
            assert listing(scene).error is None
            assert len(listing(scene).queues) == 6

    run(look())


def test_a_refresh_keeps_the_old_list_until_the_new_one_is_complete(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders()
            await scene.open()
            old = listing(scene).queues
            scene.fake.create_queue("Newcomer")
            gate = scene.fake.hold("ListQueues")
            scene.catalogue.refresh_all()
            await gate.reached()
            assert listing(scene).is_stale
            assert listing(scene).queues == old
            gate.release()
            await scene.idle()
            assert not listing(scene).is_stale
            assert len(listing(scene).queues) == len(old) + 1

    run(look())


def test_a_failed_refresh_keeps_the_old_list_as_stale(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders()
            await scene.open()
            scene.fake.fail_next("ListQueues", Unreachable("no answer"))
            scene.catalogue.refresh_all()
            await scene.idle()
            assert listing(scene).is_stale
            assert len(listing(scene).queues) == 6

    run(look())


@pytest.mark.parametrize("when_listed", [False, True])
def test_a_refresh_under_way_is_not_started_twice(when_listed: bool, run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders()
            if when_listed:
                await scene.open()
            scene.fake.calls.clear()
            gate = scene.fake.hold("ListQueues")
            if when_listed:
                scene.catalogue.refresh_all()
            else:
                await scene.catalogue.open(IRELAND)
            await gate.reached()
            scene.catalogue.refresh_all()
            gate.release()
            await scene.idle()
            assert scene.fake.count("ListQueues") == 1

    run(look())


@pytest.mark.parametrize("fails", [False, True])
def test_a_refresh_asked_for_the_moment_a_list_is_told_is_not_lost(fails: bool, run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders()
            if fails:
                scene.fake.fail_next("ListQueues", Unreachable("no answer"))
            heard: list[ListingState] = []

            def hear(entry: RegionListing) -> None:
                heard.append(entry.state)
                if heard.count(ListingState.LISTED) + heard.count(ListingState.FAILED) == 1:
                    scene.fake.create_queue("NewQueue")
                    scene.catalogue.listing_changed.disconnect(hear)
                    scene.catalogue.refresh_all()

            scene.catalogue.listing_changed.connect(hear)
            await scene.open()
            assert heard[-1] is (ListingState.FAILED if fails else ListingState.LISTED)
            assert "NewQueue" in {queue.name for queue in scene.catalogue.queues}

    run(look())


def test_answers_after_a_close_are_dropped(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders()
            await scene.open(IRELAND, ConnectionSpec("other", ("eu-west-1",)))
            lists, reads = scene.fake.hold("ListQueues"), scene.fake.hold("GetQueueAttributes")
            scene.catalogue.refresh_all()
            scene.catalogue.request_attributes(scene.catalogue.queues, again=True)
            await lists.reached()
            await reads.reached()
            heard: list[object] = []
            scene.catalogue.listing_changed.connect(heard.append)
            await scene.catalogue.close("dev")
            lists.release()
            reads.release()
            await scene.idle()
            assert {spec.profile for spec in scene.catalogue.specs} == {"other"}
            assert all(queue.connection_id == "other" for queue in scene.catalogue.attributes)
            assert all(entry.connection_id == "other" for entry in heard if isinstance(entry, RegionListing))
            assert heard

    run(look())


def test_opening_again_adds_regions_and_editing_replaces_them(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders("eu-west-1")
            scene.create_orders("us-east-1")
            await scene.open(IRELAND, ConnectionSpec("dev", ("us-east-1",)))
            assert [entry.region for entry in scene.catalogue.listings] == ["eu-west-1", "us-east-1"]
            await scene.catalogue.replace("dev", ConnectionSpec("dev", ("us-east-1",), read_only=True))
            await scene.idle()
            assert [entry.region for entry in scene.catalogue.listings] == ["us-east-1"]
            assert {queue.region for queue in scene.catalogue.attributes} == {"us-east-1"}
            assert [spec.read_only for spec in scene.catalogue.specs] == [True]

    run(look())


def test_what_is_in_sight_is_read_before_the_rest(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            for number in range(60):
                scene.fake.create_queue(f"queue-{number:02d}")
            gate = scene.fake.hold("GetQueueAttributes")
            await scene.catalogue.open(IRELAND)
            await gate.reached()
            last = scene.queue("queue-59")
            scene.catalogue.request_attributes([last])
            for _ in range(20):
                await asyncio.sleep(0)
            begun = [call.queue_name for call in scene.fake.calls if call.operation == "GetQueueAttributes"]
            assert "queue-59" in begun
            assert len(begun) < 10
            gate.release()
            await scene.idle()
            assert len(scene.catalogue.attributes) == 60
            assert scene.fake.count("GetQueueAttributes", queue_name="queue-59") == 1

    run(look())


def test_asking_again_reads_again_even_while_a_read_is_under_way(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            url = scene.fake.create_queue("orders")
            await scene.open()
            queue = scene.queue("orders")
            gate = scene.fake.hold("GetQueueAttributes")
            scene.catalogue.request_attributes([queue], again=True)
            await gate.reached()
            scene.fake.put(url, "x")
            scene.catalogue.request_attributes([queue], again=True)
            gate.release()
            await scene.idle()
            assert scene.catalogue.attributes[queue].available == 1
            assert scene.fake.count("GetQueueAttributes") == 3

    run(look())


def test_a_dlq_is_known_by_its_sources_policy_and_forgotten_with_it(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders("eu-west-1")
            scene.create_orders("us-east-1")
            await scene.open(TWO_REGIONS)
            order, dlq = scene.queue("OrderQueue"), scene.queue("OrderQueue-DLQ")
            assert scene.catalogue.dlq_of(order) == dlq
            assert scene.catalogue.sources_of(dlq) == (order,)
            assert scene.catalogue.is_dlq(dlq)
            assert not scene.catalogue.is_dlq(order)
            heard: list[QueueRef] = []
            scene.catalogue.attributes_changed.connect(heard.extend)
            scene.fake.set_attributes(order.url, RedrivePolicy="")
            scene.catalogue.request_attributes([order], again=True)
            await scene.idle()
            assert not scene.catalogue.is_dlq(dlq)
            assert set(heard) == {order, dlq}

    run(look())


def test_a_queue_that_was_deleted_is_told_as_gone(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders()
            await scene.open()
            order = scene.queue("OrderQueue")
            gone: list[QueueRef] = []
            scene.catalogue.queue_gone.connect(gone.append)
            scene.fake.delete_queue(order.url)
            scene.catalogue.request_attributes([order], again=True)
            await scene.idle()
            assert gone == [order]
            assert isinstance(scene.catalogue.attribute_errors[order], QueueNotFound)
            scene.catalogue.refresh_all()
            await scene.idle()
            assert order not in scene.catalogue.queues
            assert not scene.catalogue.is_dlq(scene.queue("OrderQueue-DLQ"))

    run(look())
