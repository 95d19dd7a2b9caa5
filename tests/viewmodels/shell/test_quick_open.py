"""Quick open finds queues and commands by parts of their names."""

import pytest
from pytestqt.modeltest import ModelTester

from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.viewmodels.shell.quick_open import Command, QuickOpenModel, places

NAMES = ("OrderQueue", "OrderQueue-DLQ", "PaymentQueue", "InventoryUpdates.fifo")


@pytest.fixture
def went() -> list[str]:
    return []


@pytest.fixture
def model(qapp: object, went: list[str]) -> QuickOpenModel:
    queues = [(QueueRef("demo", "eu-west-1", f"http://host/1/{name}"), "demo", "queue") for name in NAMES]
    commands = [Command("Open the demo", "", "play", lambda: went.append("demo"))]
    return QuickOpenModel(places(queues, commands, lambda queue: went.append(queue.name)))


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
    assert shown(model)[0] == "OrderQueue" or "Open the demo" in shown(model)
    assert went == ["InventoryUpdates.fifo"]


def test_nothing_fits_gives_no_place(model: QuickOpenModel) -> None:
    model.filter("nothing of that name")
    assert model.rowCount() == 0
    assert model.place(0) is None
