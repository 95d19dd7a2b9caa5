"""moto's queue with a message store that stays quick, attributes that are checked, and FIFO's memory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from moto.sqs.models import Queue

from sqs_explorer.sandbox.deduplication import DeduplicationMemory
from sqs_explorer.sandbox.message_store import MessageStore
from sqs_explorer.sandbox.queue_rules import check_attributes, read_redrive_policy


class SandboxQueue(Queue):
    """A queue of the sandbox. moto keeps attributes, policy, permissions and tags; the messages are ours."""

    BASE_ATTRIBUTES = [*Queue.BASE_ATTRIBUTES, "RedriveAllowPolicy"]

    delay_seconds: int
    maximum_message_size: int
    message_retention_period: int
    receive_message_wait_time_seconds: int
    visibility_timeout: int
    content_based_deduplication: bool
    deduplication_scope: str
    redrive_policy: dict[str, Any] | None
    redrive_allow_policy: str | None = None

    def __init__(
        self,
        name: str,
        region: str,
        account_id: str,
        queues: Mapping[str, SandboxQueue],
        attributes: dict[str, Any],
    ) -> None:
        """`queues` are the account's in this region: a redrive policy names one of them."""
        self._queues = queues
        super().__init__(name, region, account_id, **attributes)
        self.created_timestamp = int(self.created_timestamp)
        self.store = MessageStore(fifo=self.fifo_queue)
        self.deduplication = DeduplicationMemory()

    @property
    def approximate_number_of_messages(self) -> int:
        """Messages a receive may return."""
        return self.store.visible_count

    @property
    def approximate_number_of_messages_not_visible(self) -> int:
        """Messages in flight."""
        return self.store.in_flight_count

    @property
    def approximate_number_of_messages_delayed(self) -> int:
        """Messages whose delay has not ended."""
        return self.store.delayed_count

    @property
    def maximum_receives(self) -> int | None:
        """The redrive policy's limit, or None without a DLQ that still exists."""
        return None if self.dead_letters is None else int((self.redrive_policy or {})["maxReceiveCount"])

    @property
    def dead_letters(self) -> SandboxQueue | None:
        """The DLQ, if the redrive policy names one and it was not deleted since."""
        target = self.dead_letter_queue
        if isinstance(target, SandboxQueue) and self._queues.get(target.name) is target:
            return target
        return None

    def deduplication_scope_of(self, group_id: str | None) -> str:
        """Return the group ID where deduplication counts by group, else one scope for the whole queue."""
        return group_id or "" if self.deduplication_scope == "messageGroup" else ""

    def settle(self, now: float) -> None:
        """Let everything that is due by `now` happen."""
        self.store.settle(now, self.message_retention_period)

    def is_created(self) -> bool:
        """Say yes: moto asks resources that a CloudFormation stack made."""
        return True

    def _set_attributes(self, attributes: dict[str, Any], now: float | None = None) -> None:
        given = {name: value for name, value in attributes.items() if value is not None}
        check_attributes(given)
        policy = attributes.get("Policy", self.policy if hasattr(self, "_policy_json") else None)
        super()._set_attributes({**attributes, "Policy": policy}, now)
        self.last_modified_timestamp = int(self.last_modified_timestamp)

    def _setup_dlq(self, policy: Any) -> None:
        text = policy if isinstance(policy, str) else json.dumps(policy)
        if self._is_empty_redrive_policy(text):
            self.redrive_policy = None
            self.dead_letter_queue = None
            return
        name = read_redrive_policy(text, self._queues, self)
        limit = int(json.loads(text)["maxReceiveCount"])
        self.dead_letter_queue = self._queues[name]
        self.redrive_policy = {"deadLetterTargetArn": self._queues[name].queue_arn, "maxReceiveCount": limit}
