"""A small real SQS in memory on a fake clock: what tests of services talk to instead of AWS."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqs_explorer.domain.errors import OutcomeUnknown, SqsExplorerError
from sqs_explorer.domain.messages import EntryFailure, MessageAttribute, OutgoingMessage
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_faults import Call, Faults, Gate
from tests.fakes.fake_move_tasks import FakeMoveTasks
from tests.fakes.fake_queue import FakeQueue, StoredMessage, attribute_texts

ACCOUNT_ID = "123456789012"


@dataclass(frozen=True, slots=True)
class HeldMessage:
    """A message as the server holds it, for a test to look at."""

    message_id: str
    body: str
    attributes: tuple[MessageAttribute, ...]
    visible: bool
    receive_count: int
    group_id: str
    deduplication_id: str
    trace_header: str
    system_attributes: Mapping[str, str] = field(default_factory=dict)


class FakeSqs:
    """The server: all accounts, regions and queues, the calls it got, and its faults.

    Receiving with a wait from an empty queue doesn't block: the clock is advanced to the moment a hidden
    message shows again, or by the whole wait. Set `waiting_turns_clock` to False to leave the clock alone.
    """

    def __init__(self, clock: FakeClock, account_id: str = ACCOUNT_ID) -> None:
        self.clock = clock
        self.account_id = account_id
        self.account_of_profile: dict[str, str] = {}
        self.calls: list[Call] = []
        self.faults = Faults()
        self.waiting_turns_clock = True
        self.page_size = 1_000
        self._queues: dict[tuple[str, str, str], FakeQueue] = {}
        self.move_tasks = FakeMoveTasks(self.queue_by_arn)

    def create_queue(
        self, name: str, region: str = "eu-west-1", account_id: str = "", **attributes: object
    ) -> str:
        """Create a queue and return its URL; attributes by SQS's names, policies as dicts or JSON."""
        account = account_id or self.account_id
        url = f"https://sqs.{region}.amazonaws.com/{account}/{name}"
        arn = f"arn:aws:sqs:{region}:{account}:{name}"
        texts = {
            "CreatedTimestamp": str(int(self.clock.now().timestamp())),
            "LastModifiedTimestamp": str(int(self.clock.now().timestamp())),
            **attribute_texts(attributes),
        }
        self._queues[region, account, name] = FakeQueue(name, url, arn, self.clock, texts)
        return url

    def create_queue_with_dlq(
        self, name: str, maximum_receives: int = 3, region: str = "eu-west-1", **attributes: object
    ) -> tuple[str, str]:
        """Create `name` and its DLQ (`name-DLQ`, `.fifo` last) and return both URLs."""
        stem, fifo = (name.removesuffix(".fifo"), ".fifo") if name.endswith(".fifo") else (name, "")
        dlq_url = self.create_queue(f"{stem}-DLQ{fifo}", region)
        policy = {"deadLetterTargetArn": self.arn(dlq_url), "maxReceiveCount": maximum_receives}
        return self.create_queue(name, region, "", RedrivePolicy=policy, **attributes), dlq_url

    def delete_queue(self, url: str) -> None:
        """Delete a queue with its messages."""
        queue = self.queue(url)
        self._queues = {key: value for key, value in self._queues.items() if value is not queue}

    def set_attributes(self, url: str, **attributes: object) -> None:
        """Change a queue's attributes."""
        self.queue(url).attributes.update(attribute_texts(attributes))

    def tag(self, url: str, tags: Mapping[str, str]) -> None:
        """Add tags to a queue."""
        self.queue(url).tags.update(tags)

    def arn(self, url: str) -> str:
        """Return a queue's ARN."""
        return self.queue(url).arn

    def put(
        self,
        url: str,
        body: str,
        attributes: tuple[MessageAttribute, ...] = (),
        *,
        group_id: str = "",
        deduplication_id: str = "",
        delay_seconds: int | None = None,
        trace_header: str = "",
    ) -> str:
        """Store a message unseen and return its ID; FIFO gets group `g` and a new ID by default."""
        queue = self.queue(url)
        if queue.is_fifo:
            group_id = group_id or "g"
            deduplication_id = deduplication_id or f"put-{uuid.uuid4()}"
        message = OutgoingMessage(body, attributes, group_id, deduplication_id, delay_seconds, trace_header)
        return queue.add(message)[0]

    def messages(self, url: str) -> tuple[HeldMessage, ...]:
        """Return what the queue holds, oldest first, visible or not."""
        self.move_tasks.settle()
        queue = self.queue(url)
        queue.forget_expired()
        return tuple(_held(message, self.clock.monotonic()) for message in queue.stored)

    def bodies(self, url: str) -> list[str]:
        """Return the bodies of what the queue holds, oldest first."""
        return [message.body for message in self.messages(url)]

    def count(self, operation: str, region: str = "", queue_name: str = "") -> int:
        """Return how many such calls were made."""
        return sum(
            call.operation == operation
            and region in ("", call.region)
            and queue_name in ("", call.queue_name)
            for call in self.calls
        )

    def fail_next(
        self,
        operation: str,
        error: SqsExplorerError,
        *,
        times: int = 1,
        region: str = "",
        queue_name: str = "",
    ) -> None:
        """Answer the next `times` calls with `error`, before anything is done."""
        self.faults.fail_next(operation, error, times=times, region=region, queue_name=queue_name)

    def lose_answer(self, operation: str, *, times: int = 1, error: SqsExplorerError | None = None) -> None:
        """Do the next `times` calls, then raise OutcomeUnknown (or `error`) instead of answering."""
        lost = OutcomeUnknown("No answer came back.", operation=operation)
        self.faults.lose_answer(operation, error or lost, times=times)

    def fail_entries(
        self, operation: str, indexes: Iterable[int], failure: EntryFailure, *, times: int = 1
    ) -> None:
        """Refuse these entries (from 0) of the next `times` batches; the other entries are done."""
        self.faults.fail_entries(operation, indexes, failure, times=times)

    def spoil_md5(self, what: str = "body") -> None:
        """Answer the next message sent or received with a wrong MD5 of its "body" or "attributes"."""
        self.faults.spoil_md5(what)

    def withdraw(self, *operations: str) -> None:
        """Be a server without these operations: OperationNotOffered."""
        self.faults.withdraw(*operations)

    def hold(self, operation: str, region: str = "", queue_name: str = "") -> Gate:
        """Hold such calls in mid-air: `await gate.reached()`, look, `gate.release()`."""
        gate = Gate(operation, region, queue_name)
        self.faults.gates.append(gate)
        return gate

    def heal(self) -> None:
        """Forget all faults and open all gates."""
        self.faults.heal()

    def queue(self, url: str) -> FakeQueue:
        """Return the queue of a URL that this fake gave out."""
        return next(queue for queue in self._queues.values() if queue.url == url)

    def queue_by_arn(self, arn: str) -> FakeQueue | None:
        """Return the queue of an ARN, if it is there."""
        return next((queue for queue in self._queues.values() if queue.arn == arn), None)

    def find(self, region: str, account_id: str, name: str) -> FakeQueue | None:
        """Return a queue of a region and account by name, if it is there."""
        return self._queues.get((region, account_id, name))

    def queues_of(self, region: str, account_id: str) -> list[FakeQueue]:
        """Return an account's queues in a region by name."""
        found = [queue for key, queue in self._queues.items() if key[:2] == (region, account_id)]
        return sorted(found, key=lambda queue: queue.name)

    def account(self, profile: str) -> str:
        """Return the account that a profile signs in to."""
        return self.account_of_profile.get(profile, self.account_id)


def _held(message: StoredMessage, now: float) -> HeldMessage:
    return HeldMessage(
        message.message_id,
        message.body,
        message.attributes,
        message.visible_from <= now,
        message.receive_count,
        message.group_id,
        message.deduplication_id,
        message.trace_header,
        message.system_attributes(),
    )
