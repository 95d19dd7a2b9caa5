"""Another SQS client than the program's own, which reads back what the server holds after each step."""

from __future__ import annotations

import os
from typing import Any

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.storage.off_thread import WorkerThread

HOLD_SECONDS = 60


class SecondClient:
    """A plain boto3 client for one connection, on its own thread."""

    def __init__(self, spec: ConnectionSpec, region: str, thread: WorkerThread) -> None:
        self._spec = spec
        self._region = region
        self._thread = thread
        self._client: Any = None

    async def queue_names(self) -> list[str]:
        """Return the names of all queues."""
        return await self._thread.run(self._queue_names)

    async def endpoint_url(self) -> str:
        """Return where the server is."""
        return await self._thread.run(lambda: str(self._connect().meta.endpoint_url))

    async def queue_url(self, queue: str) -> str:
        """Return a queue's URL as the server says it."""
        return await self._thread.run(self._url, queue)

    async def attributes(self, queue: str) -> dict[str, str]:
        """Return a queue's attributes as the server says them."""
        return await self._thread.run(self._attributes, queue)

    async def count(self, queue: str) -> int:
        """Return how many messages lie in a queue, in flight and delayed ones included."""
        found = await self.attributes(queue)
        return sum(
            int(value) for key, value in found.items() if key.startswith("ApproximateNumberOfMessages")
        )

    async def messages(self, queue: str, wanted: frozenset[str]) -> dict[str, dict[str, Any]]:
        """Return the messages of these IDs, received until all were found or none comes.

        Then all are released.
        """
        return await self._thread.run(self._messages, queue, wanted)

    async def everything(self, queue: str) -> list[dict[str, Any]]:
        """Return all messages that can be received now, with all attributes; then release them."""
        return list((await self._thread.run(self._messages, queue, None)).values())

    async def send(self, queue: str, bodies: list[str]) -> None:
        """Send messages in batches of ten."""
        await self._thread.run(self._send, queue, bodies)

    async def bodies(self, queue: str) -> list[str]:
        """Return the bodies of all messages that can be received now."""
        everything = await self._thread.run(self._messages, queue, None)
        return [message["Body"] for message in everything.values()]

    def _connect(self) -> Any:
        if self._client is None:
            import botocore.session

            os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")
            session = botocore.session.Session(profile=self._spec.profile)
            session.set_config_variable("config_file", self._spec.config_file)
            session.set_config_variable("credentials_file", self._spec.credentials_file)
            self._client = session.create_client("sqs", region_name=self._region)
        return self._client

    def _queue_names(self) -> list[str]:
        pages = self._connect().get_paginator("list_queues").paginate(PaginationConfig={"PageSize": 1000})
        return sorted(url.rsplit("/", 1)[-1] for page in pages for url in page.get("QueueUrls", []))

    def _url(self, queue: str) -> str:
        return str(self._connect().get_queue_url(QueueName=queue)["QueueUrl"])

    def _attributes(self, queue: str) -> dict[str, str]:
        answer = self._connect().get_queue_attributes(QueueUrl=self._url(queue), AttributeNames=["All"])
        return dict(answer["Attributes"])

    def _send(self, queue: str, bodies: list[str]) -> None:
        client, url = self._connect(), self._url(queue)
        for start in range(0, len(bodies), 10):
            batch = enumerate(bodies[start : start + 10])
            entries = [{"Id": str(number), "MessageBody": body} for number, body in batch]
            client.send_message_batch(QueueUrl=url, Entries=entries)

    def _messages(self, queue: str, wanted: frozenset[str] | None) -> dict[str, dict[str, Any]]:
        client, url = self._connect(), self._url(queue)
        found: dict[str, dict[str, Any]] = {}
        held: list[str] = []
        while wanted is None or not wanted <= set(found):
            batch = client.receive_message(
                QueueUrl=url,
                MaxNumberOfMessages=10,
                VisibilityTimeout=HOLD_SECONDS,
                WaitTimeSeconds=1,
                MessageAttributeNames=["All"],
                MessageSystemAttributeNames=["All"],
            ).get("Messages", [])
            if not batch:
                break
            held += [message["ReceiptHandle"] for message in batch]
            found.update((message["MessageId"], message) for message in batch)
        for handle in held:
            client.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=0)
        return {key: found[key] for key in found if wanted is None or key in wanted}
