"""Queues added by a person stay in the list whatever SQS lists, and only once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from sqs_explorer.domain.connections import ConnectionSpec, Environment, Identity
from sqs_explorer.domain.errors import AccessDenied, QueueNotFound, SqsExplorerError
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.domain.settings import Settings
from sqs_explorer.services.queue_adding import FoundQueue
from sqs_explorer.viewmodels.cells import CELL_ROLE
from sqs_explorer.viewmodels.queues.catalogue import ListingState, RegionListing
from sqs_explorer.viewmodels.queues.queue_tree_view_model import TreeState
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.queues.tree_scene import IRELAND, TreeScene, tree_scene

ALWAYS = 10**6
DENIED = AccessDenied("not authorized", action="sqs:ListQueues", operation="ListQueues")
OTHER_ACCOUNT = "999988887777"


async def add(scene: TreeScene, url: str, region: str = "eu-west-1", connection_id: str = "dev") -> QueueRef:
    """Add a queue as found, with its attributes."""
    sqs = scene.catalogue.gateway(connection_id).sqs(region)
    attributes = await sqs.queue_attributes(url)
    queue = scene.catalogue.add(FoundQueue(QueueRef(connection_id, region, url), attributes))
    await scene.idle()
    return queue


def listing(scene: TreeScene) -> RegionListing:
    found = scene.catalogue.listing("dev", "eu-west-1")
    assert found is not None
    return found


def test_where_listing_is_denied_an_added_queue_is_shown_with_its_counts(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            url = scene.fake.create_queue("orders")
            scene.fake.put(url, "one")
            scene.fake.fail_next("ListQueues", DENIED, times=ALWAYS)
            await scene.open()
            states = [scene.tree.state]
            assert scene.words() == "eu-west-1, access denied"
            queue = await add(scene, url)
            assert [*states, scene.tree.state] == [TreeState.NOT_ALLOWED, TreeState.ROWS]
            assert scene.words() == "eu-west-1, access denied, 1 added"
            assert scene.names() == ["orders"]
            assert scene.tree.model.index_of(queue).siblingAtColumn(1).data() == "1"
            assert not listing(scene).is_stale

    run(look())


def test_an_added_queue_is_there_at_the_next_start_and_read_although_listing_fails(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as first:
            url = first.fake.create_queue("shared", account_id=OTHER_ACCOUNT)
            await first.open()
            await add(first, url)
            kept = first.kept.settings
        async with tree_scene(kept) as scene:
            scene.fake.create_queue("shared", account_id=OTHER_ACCOUNT)
            scene.fake.fail_next("ListQueues", DENIED, times=ALWAYS)
            seen: list[tuple[str, ...]] = []
            scene.catalogue.listing_changed.connect(
                lambda entry: seen.append(tuple(queue.name for queue in entry.queues))
            )
            await scene.open()
            assert seen[0] == ("shared",)
            assert scene.queue("shared") in scene.catalogue.attributes

    run(look())


@pytest.mark.parametrize("error", [None, DENIED], ids=["no longer listed", "listing fails"])
def test_a_refresh_never_drops_an_added_queue_and_counts_it_again(
    run: RunCoroutine, error: SqsExplorerError | None
) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders()
            url = scene.fake.create_queue("shared", account_id=OTHER_ACCOUNT)
            await scene.open()
            queue = await add(scene, url)
            gone: list[QueueRef] = []
            scene.catalogue.queue_gone.connect(gone.append)
            scene.fake.put(url, "one")
            if error is not None:
                scene.fake.fail_next("ListQueues", error)
            scene.tree.refresh()
            await scene.idle()
            assert "shared" in scene.names()
            assert len(scene.names()) == 7
            assert gone == []
            attributes = scene.catalogue.attributes[queue]
            assert attributes.available == 1

    run(look())


def test_where_only_added_queues_are_a_refresh_counts_them_again(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            url = scene.fake.create_queue("orders")
            scene.fake.fail_next("ListQueues", DENIED, times=ALWAYS)
            await scene.open()
            queue = await add(scene, url)
            scene.fake.put(url, "one")
            scene.tree.refresh()
            await scene.idle()
            assert scene.catalogue.attributes[queue].available == 1

    run(look())


def test_a_queue_that_listing_gives_too_is_there_once_even_by_an_older_url(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            url = scene.fake.create_queue("orders")
            scene.fake.create_queue("stock")
            scene.fake.fail_next("ListQueues", DENIED)
            await scene.open()
            old = QueueRef("dev", "eu-west-1", url.replace("sqs.eu-west-1", "eu-west-1.queue"))
            scene.catalogue.add(FoundQueue(old))
            gone: list[QueueRef] = []
            scene.catalogue.queue_gone.connect(gone.append)
            scene.tree.refresh()
            await scene.idle()
            assert scene.names() == ["orders", "stock"]
            assert listing(scene).queues.count(old) == 1
            assert gone == []
            assert not scene.tree.is_added(old), "it is listed, so it need not be removed"

    run(look())


def test_adding_what_is_listed_changes_nothing_and_gives_the_listed_one(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders()
            await scene.open()
            listed = scene.queue("OrderQueue")
            assert await add(scene, listed.url) == listed
            assert scene.kept.settings.added_queues == ()
            assert len(scene.names()) == 6

    run(look())


def test_a_queue_added_while_the_names_come_in_is_not_lost(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders()
            scene.fake.page_size = 2
            url = scene.fake.create_queue("shared", account_id=OTHER_ACCOUNT)
            gate = scene.fake.hold("ListQueues")
            await scene.catalogue.open(IRELAND)
            await gate.reached()
            scene.catalogue.add(FoundQueue(QueueRef("dev", "eu-west-1", url)))
            assert scene.names() == ["shared"]
            gate.release()
            await scene.idle()
            assert len(scene.names()) == 7
            assert listing(scene).state is ListingState.LISTED

    run(look())


def test_an_added_queue_can_be_removed_and_stays_away(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders()
            url = scene.fake.create_queue("shared", account_id=OTHER_ACCOUNT)
            await scene.open()
            queue = await add(scene, url)
            assert scene.tree.is_added(queue)
            assert not scene.tree.is_added(scene.queue("OrderQueue"))
            gone: list[QueueRef] = []
            scene.catalogue.queue_gone.connect(gone.append)
            scene.tree.remove_added(queue)
            assert len(scene.names()) == 6
            assert gone == [], "its page is not told that the queue is gone"
            scene.tree.refresh()
            await scene.idle()
            assert len(scene.names()) == 6
            assert scene.kept.settings.added_queues == ()

    run(look())


def test_an_added_queue_that_does_not_exist_any_more_stays_until_it_is_removed(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            url = scene.fake.create_queue("shared", account_id=OTHER_ACCOUNT)
            await scene.open()
            queue = await add(scene, url)
            scene.fake.delete_queue(url)
            scene.tree.refresh()
            await scene.idle()
            assert scene.names() == ["shared"]
            assert isinstance(scene.catalogue.attribute_errors[queue], QueueNotFound)

    run(look())


def test_a_queue_deleted_here_leaves_the_list_and_its_page_is_told(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.create_orders()
            await scene.open()
            queue = scene.queue("OrderQueue")
            gone: list[QueueRef] = []
            scene.catalogue.queue_gone.connect(gone.append)
            scene.catalogue.note_deleted(queue)
            assert "OrderQueue" not in scene.names()
            assert gone == [queue]

    run(look())


def test_a_queue_of_the_demo_is_added_for_this_run_only(run: RunCoroutine) -> None:
    demo = ConnectionSpec("demo", ("eu-west-1",), environment=Environment.DEMO)

    async def look() -> None:
        async with tree_scene() as scene:
            url = scene.fake.create_queue("shared", account_id=OTHER_ACCOUNT)
            await scene.open(demo)
            await add(scene, url, connection_id="demo@demo")
            assert scene.names(connection_id="demo@demo") == ["shared"]
            assert scene.kept.settings.added_queues == ()

    run(look())


def test_the_tooltip_says_that_a_queue_was_added_and_row_and_tooltip_whose_it_is(run: RunCoroutine) -> None:
    known: dict[str, Identity] = {}

    async def look() -> None:
        async with tree_scene(identity_of=known.get) as scene:
            scene.create_orders()
            url = scene.fake.create_queue("shared", account_id=OTHER_ACCOUNT)
            await scene.open()
            index = scene.tree.model.index_of(await add(scene, url))
            assert "Added by URL" in index.data(3)
            assert index.data(CELL_ROLE).trailing == ""
            known["dev"] = Identity("123456789012", "arn:aws:iam::123456789012:user/me")
            repainted: list[object] = []
            scene.tree.model.dataChanged.connect(lambda first, last: repainted.append(first.data()))
            scene.tree.repaint_identities()
            assert "shared" in repainted
            assert index.data(CELL_ROLE).trailing == "…7777"
            scene.tree.favourites.toggle(scene.queue("shared"))
            assert index.data(CELL_ROLE).trailing == "…7777 ★"
            assert index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "account 999988887777, favourite"
            assert f"Of another account: {OTHER_ACCOUNT}" in index.data(3)
            own = scene.tree.model.index_of(scene.queue("OrderQueue"))
            assert "account" not in own.data(3)
            assert "Added" not in own.data(3)

    run(look())


def test_a_broken_list_of_added_queues_is_no_list(run: RunCoroutine) -> None:
    async def look() -> None:
        closed = QueueRef("prod", "eu-west-1", "https://sqs.eu-west-1.amazonaws.com/1/x")
        async with tree_scene(Settings(refresh_seconds=0, added_queues=(closed, closed))) as scene:
            scene.create_orders()
            await scene.open()
            assert len(scene.names()) == 6

    run(look())
