"""Receiving in batches: order kept, nothing dropped, nothing received again for nothing."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import QueueNotFound, Throttled
from sqs_explorer.domain.forecast import ReceiveMode
from sqs_explorer.services.receiving import (
    LOOK_HOLD_SECONDS,
    SLICE_SECONDS,
    ReceivedHeld,
    ReceiveOrder,
    ReceiveOutcome,
    receive_messages,
)
from sqs_explorer.services.stopping import StopRequest
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_connections import FakeConnectionOpener
from tests.fakes.fake_sqs import FakeSqs

Run = Callable[[Coroutine[Any, Any, Any]], Any]
HOLD, LOOK = ReceiveMode.HOLD, ReceiveMode.LOOK_AND_RELEASE


class Receiver:
    """Receives from one queue of a fake server and keeps the batches."""

    def __init__(self, fifo: bool = False) -> None:
        self.fake = FakeSqs(FakeClock())
        self.url = self.fake.create_queue("Inventory.fifo" if fifo else "OrderQueue")
        self.gateway = (
            FakeConnectionOpener(self.fake).open(ConnectionSpec("dev", ("eu-west-1",))).sqs("eu-west-1")
        )
        self.batches: list[ReceivedHeld] = []
        self.stop = StopRequest()

    async def receive(
        self, maximum: int = 10, wait_seconds: int = 2, mode: ReceiveMode = HOLD, hold_seconds: int = 30
    ) -> ReceiveOutcome:
        """Receive with these settings."""
        order = ReceiveOrder(maximum, wait_seconds, mode, hold_seconds)
        return await receive_messages(
            self.gateway, self.url, order, stop=self.stop, on_batch=self.batches.append
        )

    def put(self, count: int) -> None:
        """Store messages with numbered bodies, one group each on FIFO."""
        for number in range(count):
            self.fake.put(self.url, str(number), group_id=f"g{number % 5}")


def test_batches_of_ten_and_then_the_rest(run: Run) -> None:
    receiver = Receiver()
    receiver.put(40)
    outcome = run(receiver.receive(maximum=23))
    assert [len(batch.messages) for batch in receiver.batches] == [10, 10, 3]
    assert (outcome.received, len(outcome.distinct), outcome.requests) == (23, 23, 3)
    assert sum(not message.visible for message in receiver.fake.messages(receiver.url)) == 23


def test_a_fifo_queue_keeps_the_order_within_its_groups(run: Run) -> None:
    receiver = Receiver(fifo=True)
    receiver.put(30)
    run(receiver.receive(maximum=30))
    came = [(m.group_id, int(m.body)) for batch in receiver.batches for m in batch.messages]
    for group in {group for group, _ in came}:
        numbers = [number for of, number in came if of == group]
        assert numbers == sorted(numbers)


def test_visibility_counts_from_when_the_request_left(run: Run) -> None:
    receiver = Receiver()
    receiver.fake.put(receiver.url, "late", delay_seconds=2)
    run(receiver.receive(maximum=1, wait_seconds=5))
    assert receiver.batches[0].requested_monotonic == 1_000.0
    assert receiver.batches[0].visible_again_monotonic == 1_030.0


def test_a_long_wait_is_polled_in_slices(run: Run) -> None:
    receiver = Receiver()
    outcome = run(receiver.receive(wait_seconds=12))
    assert outcome.requests == 3
    assert receiver.fake.clock.monotonic() == 1_012.0
    assert SLICE_SECONDS == 5


def test_stop_asks_for_no_further_batch(run: Run) -> None:
    receiver = Receiver()
    receiver.put(30)
    receiver.stop.request()
    outcome = run(receiver.receive(maximum=30))
    assert outcome.stopped
    assert receiver.fake.count("ReceiveMessage") == 0


def test_a_look_holds_while_it_collects_and_releases_all_even_after_stop(run: Run) -> None:
    receiver = Receiver()
    receiver.put(20)

    async def scenario() -> ReceiveOutcome:
        def take(batch: ReceivedHeld) -> None:
            assert batch.hold_seconds == LOOK_HOLD_SECONDS
            receiver.stop.request()

        order = ReceiveOrder(20, 2, LOOK, 30)
        return await receive_messages(
            receiver.gateway, receiver.url, order, stop=receiver.stop, on_batch=take
        )

    outcome = run(scenario())
    assert len(outcome.released) == 10
    assert all(message.visible for message in receiver.fake.messages(receiver.url))


def test_only_known_messages_end_the_receive(run: Run) -> None:
    receiver = Receiver()
    receiver.put(3)
    outcome = run(receiver.receive(maximum=50, hold_seconds=0))
    assert (outcome.received, len(outcome.distinct)) == (6, 3)


def test_an_error_before_anything_came_is_raised(run: Run) -> None:
    receiver = Receiver()
    receiver.fake.delete_queue(receiver.url)
    with pytest.raises(QueueNotFound):
        run(receiver.receive())


def test_an_error_of_the_release_is_in_the_outcome_with_what_came(run: Run) -> None:
    receiver = Receiver()
    receiver.put(2)
    receiver.fake.fail_next("ChangeMessageVisibilityBatch", Throttled("Slow down."))
    outcome = run(receiver.receive(mode=LOOK))
    assert isinstance(outcome.error, Throttled)
    assert set(outcome.release_failures) == outcome.distinct
    assert outcome.released == ()
