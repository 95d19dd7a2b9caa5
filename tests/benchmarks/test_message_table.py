"""The table of messages with 100,000 rows: append, sort, filter, scroll, in milliseconds."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from sqs_explorer.services.receiving import ReceivedHeld
from sqs_explorer.viewmodels.messages.message_filtering import AT_ONCE, row_test
from sqs_explorer.viewmodels.messages.message_store import MessageStore
from sqs_explorer.viewmodels.messages.message_table_model import MessageTableModel
from sqs_explorer.viewmodels.shell.garbage_collector import MainThreadCollector
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.look.palette import Theme
from sqs_explorer.views.messages.message_table import MessageTable
from tests.fakes.fake_clock import START, FakeClock
from tests.viewmodels.messages.samples import held, message

ROWS, BATCH = 100_000, 10_000
BODY = '{"orderId":"ORD%d","userId":"U7","items":[{"sku":"KB-204","quantity":2,"price":50}],"total":100}'


def batch(random_numbers: random.Random) -> ReceivedHeld:
    """Return a batch of messages sent at any time of the last days."""
    return held(
        *(
            message(
                str(uuid.UUID(int=random_numbers.getrandbits(128))),
                BODY % number,
                sent_at=START - timedelta(seconds=random_numbers.random() * 300_000),
            )
            for number in range(BATCH)
        )
    )


def stall_ms(deed: Callable[[], object]) -> float:
    """Return how long the window stands still: the deed and the repaint after it."""
    start = time.perf_counter()
    deed()
    QApplication.processEvents()
    return (time.perf_counter() - start) * 1_000


@pytest.fixture
def store(qapp: QApplication) -> Iterator[MessageStore]:
    store = MessageStore()
    yield store
    for timer in store.findChildren(QTimer):
        timer.stop()


def test_a_hundred_thousand_messages(qapp: QApplication, store: MessageStore) -> None:
    model = MessageTableModel(store, FakeClock(), parent=store)
    table = MessageTable(Look(qapp, Theme.LIGHT), model)
    table.resize(963, 616)
    table.show()
    numbers = random.Random(1)  # noqa: S311 - the same messages each time, nothing secret
    batches = [batch(numbers) for _ in range(ROWS // BATCH)]
    collector = MainThreadCollector()
    collector.start()
    appends = [stall_ms(partial(store.add, one)) for one in batches]
    small = held(*batches[0].messages[:10], at=1_001.0)
    found, nothing = row_test("ORD7777"), row_test("=total > `500`")
    results = {
        "append 10,000, longest": max(appends),
        "ten received again": stall_ms(lambda: store.add(small)),
        "sort by size": stall_ms(lambda: model.sort(4, Qt.SortOrder.AscendingOrder)),
        "sort by sent": stall_ms(lambda: model.sort(1, Qt.SortOrder.DescendingOrder)),
        "a slice of the text filter": stall_ms(lambda: model.passing(found, range(AT_ONCE))),
        "a slice of the JMESPath filter": stall_ms(lambda: model.passing(nothing, range(AT_ONCE))),
        "show the filtered": stall_ms(lambda: model.show_only(found, range(0, ROWS, 2))),
        "scroll a page": stall_ms(lambda: table.verticalScrollBar().setValue(26_000)),
        "tick": stall_ms(model.tick),
    }
    for what, milliseconds in results.items():
        print(f"{what}: {milliseconds:.1f} ms")  # noqa: T201 - a benchmark tells what it measured
    collector.stop()
    assert model.rowCount() == ROWS // 2
    table.close()
    table.deleteLater()
