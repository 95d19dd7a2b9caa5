"""The demo's services: each sends to or receives from one queue, at a pace a person can follow.

Depths stay as they are over hours: a sender rests above its queue's ceiling, a receiver below its floor.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from moto.sqs.exceptions import QueueDoesNotExist, SQSException

from sqs_explorer.sandbox.backend import SandboxBackend
from sqs_explorer.sandbox.demo.pace import Pace
from sqs_explorer.sandbox.demo.queue_table import DemoQueues
from sqs_explorer.sandbox.demo.seeding import sender_id
from sqs_explorer.sandbox.message_rules import SendRequest
from sqs_explorer.sandbox.stored_message import StoredMessage

LOG = logging.getLogger("demo")
POLL_SLICE_SECONDS = 0.25


@dataclass(frozen=True)
class Sender:
    """Sends one message every so often while the queue holds fewer than `ceiling`."""

    service: str
    queue_name: str
    every_seconds: float
    ceiling: int
    write: Callable[[], SendRequest]

    def step(self, queues: DemoQueues, pace: Pace) -> None:
        """Wait for the turn, then send."""
        pace.wait_for_turn(self.every_seconds)
        if queues.queue(self.queue_name).store.visible_count < self.ceiling:
            send(queues, self.service, self.queue_name, self.write())


@dataclass(frozen=True)
class Receiver:
    """Receives every so often while the queue holds more than `floor`, and works on each message for a while.

    `act` tells whether the message is done and may be deleted. What is not deleted comes back by itself.
    """

    service: str
    queue_name: str
    every_seconds: float
    floor: int
    act: Callable[[StoredMessage], bool]
    batch: int = 1
    wait_seconds: float = 0.0
    work_seconds: float = 1.0
    visibility_seconds: int = 30

    def step(self, queues: DemoQueues, pace: Pace) -> None:
        """Wait for the turn, receive, work, delete."""
        pace.wait_for_turn(self.every_seconds)
        if queues.queue(self.queue_name).store.visible_count <= self.floor:
            return
        backend = queues.backend(self.queue_name)
        arn = queues.queue(self.queue_name).queue_arn
        for message in self._poll(backend, pace):
            pace.wait_for_turn(self.work_seconds)
            if self.act(message):
                backend.delete(self.queue_name, message.receipt_handle(arn))

    def _poll(self, backend: SandboxBackend, pace: Pace) -> list[StoredMessage]:
        """Poll for up to `wait_seconds`, in slices, so that a pause ends it at once."""
        waited = 0.0
        while not pace.is_paused:
            slice_seconds = min(POLL_SLICE_SECONDS, self.wait_seconds)
            found = backend.receive(self.queue_name, self.batch, slice_seconds, self.visibility_seconds)
            waited += slice_seconds
            if found or waited >= self.wait_seconds:
                return found
        return []


def send(queues: DemoQueues, service: str, queue_name: str, request: SendRequest) -> None:
    """Send a message in the name of a service."""
    queues.backend(queue_name).send(queue_name, request, sender_id(service))


def run_forever(worker: Sender | Receiver, queues: DemoQueues, pace: Pace) -> None:
    """Run one service in a thread of its own; a queue that someone deleted or blocked only makes it wait."""

    def work() -> None:
        while True:
            try:
                worker.step(queues, pace)
            except QueueDoesNotExist:
                LOG.info("%s waits: %s does not exist.", worker.service, worker.queue_name)
            except SQSException as refusal:
                LOG.info("%s goes on after a refusal of SQS: %s", worker.service, refusal.message)

    threading.Thread(target=work, name=worker.service, daemon=True).start()
