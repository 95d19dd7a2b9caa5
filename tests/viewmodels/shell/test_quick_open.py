"""Quick open finds queues and commands by parts of their names; what one uses most comes first."""

from __future__ import annotations

from functools import partial

import pytest
from pytestqt.modeltest import ModelTester

from sqs_explorer.domain.connections import ConnectionSpec, Environment
from sqs_explorer.domain.errors import AccessDenied
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.queue_adding import FoundQueue
from sqs_explorer.viewmodels.cells import CELL_ROLE
from sqs_explorer.viewmodels.shell.quick_open import (
    Command,
    Place,
    QuickOpenModel,
    command_places,
    queue_places,
)
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.queues.tree_scene import IRELAND, TreeScene, tree_scene

NAMES = ("OrderQueue", "OrderQueue-DLQ", "PaymentQueue", "InventoryUpdates.fifo")


@pytest.fixture
def went() -> list[str]:
    return []


@pytest.fixture
def model(qapp: object, went: list[str]) -> QuickOpenModel:
    queues = tuple(Place(name, "demo · eu-west-1", "queue", partial(went.append, name)) for name in NAMES)
    commands = [Command("Open the demo", "", "play", lambda: went.append("demo"))]
    return QuickOpenModel((*queues, *command_places(commands)))


def shown(model: QuickOpenModel) -> list[str]:
    found = [model.place(row) for row in range(model.rowCount())]
    return [place.name for place in found if place is not None]


def test_the_best_fit_comes_first(model: QuickOpenModel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.filter("order")
    assert shown(model) == ["OrderQueue", "OrderQueue-DLQ"]
    model.filter("order dlq")
    assert shown(model) == ["OrderQueue-DLQ"]


def test_words_may_name_connection_and_region(model: QuickOpenModel) -> None:
    model.filter("pay eu-west")
    assert shown(model) == ["PaymentQueue"]


def test_going_to_a_place_goes_to_that_queue_and_no_other(model: QuickOpenModel, went: list[str]) -> None:
    model.filter("inventory")
    place = model.place(0)
    assert place is not None
    place.go()
    model.filter("demo")
    assert "Open the demo" in shown(model)
    assert went == ["InventoryUpdates.fifo"]


def test_nothing_fits_gives_no_place(model: QuickOpenModel) -> None:
    model.filter("nothing of that name")
    assert model.rowCount() == 0
    assert model.place(0) is None


# With real queues


def quick(scene: TreeScene, in_front: QueueRef | None = None) -> QuickOpenModel:
    commands = [Command("Refresh", "F5", "refresh", lambda: None)]
    tree = scene.tree
    queues = queue_places(scene.catalogue, tree.favourites, tree.recent, tree.open_queue, in_front)
    return QuickOpenModel((*queues, *command_places(commands)))


def test_with_nothing_typed_recent_queues_come_first_then_favourites_commands_and_the_rest(
    run: RunCoroutine,
) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            for name in "abcdef":
                scene.fake.create_queue(name)
            await scene.open()
            for name in "bde":
                scene.tree.recent.note(scene.queue(name))
            scene.tree.favourites.toggle(scene.queue("c"))
            scene.tree.favourites.toggle(scene.queue("d"))
            assert shown(quick(scene)) == ["e", "d", "b", "c", "Refresh", "a", "f"]
            model = quick(scene)
            cells = [model.index(row, 0).data(CELL_ROLE) for row in (1, 2)]
            assert [cell.trailing for cell in cells] == ["★ dev · eu-west-1", "dev · eu-west-1"]
            front = scene.queue("e")
            assert shown(quick(scene, front))[:3] == ["d", "b", "c"]
            assert "e" in shown(quick(scene, front))

    run(look())


def test_of_two_names_that_fit_alike_the_favourite_comes_first(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            for name in ("order-a", "order-later", "my-order"):
                scene.fake.create_queue(name)
            await scene.open()
            scene.tree.favourites.toggle(scene.queue("order-later"))
            scene.tree.favourites.toggle(scene.queue("my-order"))
            model = quick(scene)
            model.filter("order")
            assert shown(model) == ["order-later", "order-a", "my-order"]

    run(look())


def test_a_recent_queue_that_nobody_lists_can_be_gone_to_unless_it_is_gone_or_closed(
    run: RunCoroutine,
) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            url = scene.fake.create_queue("mine")
            own = QueueRef("dev", "eu-west-1", url.replace("mine", "deleted since"))
            shared = QueueRef("dev", "eu-west-1", "https://sqs.eu-west-1.amazonaws.com/999988887777/shared")
            closed = QueueRef("prod", "eu-west-1", url)
            for queue in (own, shared, closed):
                scene.tree.recent.note(queue)
            await scene.open()
            assert shown(quick(scene)) == ["shared", "Refresh", "mine"]
            scene.fake.fail_next("ListQueues", AccessDenied("no", action="sqs:ListQueues"))
            await scene.open(ConnectionSpec("prod", ("eu-west-1",)))
            assert shown(quick(scene)) == ["mine", "shared", "Refresh", "mine"]

    run(look())


def test_a_recent_queue_of_the_demo_is_found_by_its_name_at_its_new_address(run: RunCoroutine) -> None:
    demo = ConnectionSpec("demo", ("eu-west-1",), environment=Environment.DEMO)

    async def look() -> None:
        async with tree_scene() as scene:
            scene.fake.create_queue("OrderQueue")
            for name in ("OrderQueue", "GoneQueue"):
                address = f"http://127.0.0.1:5/123456789012/{name}"
                scene.tree.recent.note(QueueRef("demo@demo", "eu-west-1", address))
            await scene.open(demo)
            places = queue_places(
                scene.catalogue, scene.tree.favourites, scene.tree.recent, scene.tree.open_queue
            )
            assert [place.name for place in places] == ["OrderQueue"]
            opened: list[QueueRef] = []
            scene.tree.queue_open_requested.connect(opened.append)
            places[0].go()
            assert opened == [scene.catalogue.queues[0]]

    run(look())


def test_recent_queues_of_one_name_in_two_accounts_are_two(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            scene.fake.create_queue("orders")
            await scene.open()
            own = scene.queue("orders")
            other = QueueRef("dev", "eu-west-1", own.url.replace("123456789012", "999988887777"))
            scene.catalogue.add(FoundQueue(other))
            for queue in (other, own):
                scene.tree.recent.note(queue)
            opened: list[QueueRef] = []
            scene.tree.queue_open_requested.connect(opened.append)
            model = quick(scene)
            for row in (0, 1):
                place = model.place(row)
                assert place is not None
                place.go()
            assert opened == [own, other]

    run(look())


def test_twenty_recent_queues_are_kept_newest_first_and_once(run: RunCoroutine) -> None:
    async def look() -> None:
        async with tree_scene() as scene:
            for number in range(25):
                scene.fake.create_queue(f"q-{number:02d}")
            await scene.open(IRELAND)
            for queue in scene.catalogue.queues:
                scene.tree.recent.note(queue)
            scene.tree.recent.note(scene.queue("q-10"))
            names = [queue.name for queue in scene.kept.settings.recent_queues]
            assert names[:3] == ["q-10", "q-24", "q-23"]
            assert len(names) == len(set(names)) == 20

    run(look())
