"""A source full of messages and a destination that keep SQS's word at hardly any cost.

Run as a process of its own: `python -m tests.benchmarks.quick_queue_server MESSAGES SIZE_BYTES LATENCY_MS`;
it prints its port. GetQueueAttributes says how many are in the source (visible or hidden) and how many
different bodies came to the destination.
"""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import sys
from collections import deque
from typing import Any

import msgspec

from tests.benchmarks.quick_server import QuickServer

SOURCE, DESTINATION = "source", "destination"


class QuickQueues(QuickServer):
    """Receives never give a message twice: visibility does not end while a benchmark runs."""

    def __init__(self, messages: int, size_bytes: int, latency_ms: float) -> None:
        super().__init__(0, latency_ms)
        self._visible = deque(range(messages))
        self._held: set[str] = set()
        self._size_bytes = size_bytes
        self._arrived: set[str] = set()
        self._copies = itertools.count()
        self._decoder = msgspec.json.Decoder()

    async def body(self, action: str, content: bytes) -> bytes:
        """Do what is asked for."""
        asked = self._decoder.decode(content)
        if action == "receivemessage":
            if not self._visible:
                await asyncio.sleep(asked.get("WaitTimeSeconds", 0))
            answer = self._receive(asked["MaxNumberOfMessages"])
        elif action == "sendmessagebatch":
            answer = {"Successful": [self._keep(entry) for entry in asked["Entries"]]}
        elif action == "getqueueattributes":
            is_source = asked["QueueUrl"].endswith(SOURCE)
            answer = self._counts_of_source() if is_source else self._counts_of_destination()
        else:
            if action == "deletemessagebatch":
                self._held.difference_update(entry["ReceiptHandle"] for entry in asked["Entries"])
            answer = {"Successful": [{"Id": entry["Id"]} for entry in asked["Entries"]]}
        return msgspec.json.encode(answer)

    def _receive(self, maximum: int) -> dict[str, Any]:
        numbers = [self._visible.popleft() for _ in range(min(maximum, len(self._visible)))]
        return {"Messages": [self._message(number) for number in numbers]}

    def _message(self, number: int) -> dict[str, Any]:
        body = f"{number:08d}".ljust(self._size_bytes, "x")
        handle = f"handle-{number:08d}"
        self._held.add(handle)
        return {
            "MessageId": f"{number:08d}-0000-4000-8000-000000000000",
            "ReceiptHandle": handle,
            "Body": body,
            "MD5OfBody": hashlib.md5(body.encode(), usedforsecurity=False).hexdigest(),
            "Attributes": {"SentTimestamp": "1767323045678", "ApproximateReceiveCount": "1"},
        }

    def _keep(self, entry: dict[str, Any]) -> dict[str, Any]:
        digest = hashlib.md5(entry["MessageBody"].encode(), usedforsecurity=False).hexdigest()
        self._arrived.add(digest)
        copy = f"{next(self._copies):08d}-0000-4000-9000-000000000000"
        return {"Id": entry["Id"], "MessageId": copy, "MD5OfMessageBody": digest}

    def _counts_of_source(self) -> dict[str, Any]:
        return _counts(len(self._visible), len(self._held))

    def _counts_of_destination(self) -> dict[str, Any]:
        return _counts(len(self._arrived), 0)


def _counts(visible: int, hidden: int) -> dict[str, Any]:
    counts = {"ApproximateNumberOfMessages": visible, "ApproximateNumberOfMessagesNotVisible": hidden}
    return {"Attributes": {name: str(count) for name, count in counts.items()}}


if __name__ == "__main__":
    asyncio.run(QuickQueues(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])).serve())
