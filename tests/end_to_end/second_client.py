"""Another SQS client than the program's own: fills queues and reads back what they hold."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
from botocore.config import Config

_NUMBERS = itertools.count(1)


class SecondClient:
    """A plain boto3 client of one region. The queues that it made, it deletes."""

    def __init__(self, endpoint_url: str, region: str = "eu-west-1") -> None:
        self.region = region
        self.sqs: Any = boto3.client(
            "sqs",
            region_name=region,
            endpoint_url=endpoint_url,
            aws_access_key_id="AKIASECONDCLIENT0000",
            aws_secret_access_key="nobody checks",
            config=Config(retries={"total_max_attempts": 1}, read_timeout=30, max_pool_connections=8),
        )
        self._urls: list[str] = []

    def queue(self, name: str, **attributes: Any) -> str:
        """Create a queue nobody else has and return its name: `name` and a number, .fifo kept at the end."""
        stem, fifo = (name.removesuffix(".fifo"), name.endswith(".fifo"))
        unique = f"{stem}-{next(_NUMBERS)}{'.fifo' if fifo else ''}"
        if fifo:
            attributes["FifoQueue"] = "true"
        texts = {key: str(value) for key, value in attributes.items()}
        self._urls.append(self.sqs.create_queue(QueueName=unique, Attributes=texts)["QueueUrl"])
        return unique

    def queues(self, names: list[str]) -> None:
        """Create many queues at once, by these very names."""
        with ThreadPoolExecutor(8) as pool:
            self._urls += pool.map(lambda name: self.sqs.create_queue(QueueName=name)["QueueUrl"], names)

    def dlq_pair(self, name: str, *, maximum_receives: int = 3, **attributes: Any) -> tuple[str, str]:
        """Create a queue with its DLQ and return both names."""
        stem, ending = (name.removesuffix(".fifo"), ".fifo" if name.endswith(".fifo") else "")
        dlq = self.queue(f"{stem}-DLQ{ending}")
        policy = f'{{"deadLetterTargetArn": "{self.arn(dlq)}", "maxReceiveCount": {maximum_receives}}}'
        return self.queue(name, RedrivePolicy=policy, **attributes), dlq

    def url(self, name: str) -> str:
        """Return a queue's URL."""
        return str(self.sqs.get_queue_url(QueueName=name)["QueueUrl"])

    def arn(self, name: str) -> str:
        """Return a queue's ARN."""
        return self.attributes(name)["QueueArn"]

    def attributes(self, name: str) -> dict[str, str]:
        """Return all attributes of a queue."""
        answer = self.sqs.get_queue_attributes(QueueUrl=self.url(name), AttributeNames=["All"])
        return dict(answer["Attributes"])

    def send(self, name: str, body: str, **more: Any) -> str:
        """Send a message and return its ID."""
        return str(self.sqs.send_message(QueueUrl=self.url(name), MessageBody=body, **more)["MessageId"])

    def send_all(self, name: str, bodies: list[str]) -> None:
        """Send many messages, ten at a time."""
        url = self.url(name)
        for start in range(0, len(bodies), 10):
            batch = enumerate(bodies[start : start + 10])
            entries = [{"Id": str(number), "MessageBody": body} for number, body in batch]
            assert not self.sqs.send_message_batch(QueueUrl=url, Entries=entries).get("Failed")

    def dead_letter(self, source: str, dlq: str, *bodies: str, **more: Any) -> None:
        """Send messages to a queue and receive them there until SQS has moved them to the DLQ."""
        for body in bodies:
            self.send(source, body, **more)
        while self.waiting(dlq) < len(bodies):
            self.sqs.receive_message(QueueUrl=self.url(source), MaxNumberOfMessages=10, VisibilityTimeout=0)

    def waiting(self, name: str) -> int:
        """Return how many messages can be received now."""
        return int(self.attributes(name)["ApproximateNumberOfMessages"])

    def in_flight(self, name: str) -> int:
        """Return how many messages are held by somebody."""
        return int(self.attributes(name)["ApproximateNumberOfMessagesNotVisible"])

    def receive(self, name: str) -> list[dict[str, Any]]:
        """Receive all messages that are visible, with everything that SQS knows of them."""
        url, found = self.url(name), []
        asked = {"MaxNumberOfMessages": 10, "MessageAttributeNames": ["All"]}
        while batch := self.sqs.receive_message(
            QueueUrl=url, MessageSystemAttributeNames=["All"], **asked
        ).get("Messages"):
            found += batch
        return found

    def delete_queue(self, name: str) -> None:
        """Delete a queue while the program has it open."""
        self.sqs.delete_queue(QueueUrl=self.url(name))

    def close(self) -> None:
        """Delete what was made here, as far as it is still there."""
        try:
            with ThreadPoolExecutor(8) as pool:
                list(pool.map(self._delete, self._urls))
        finally:
            self.sqs.close()

    def _delete(self, url: str) -> None:
        try:
            self.sqs.delete_queue(QueueUrl=url)
        except self.sqs.exceptions.QueueDoesNotExist:
            return
