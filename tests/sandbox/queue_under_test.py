"""Short words for what the tests of the sandbox do to a queue over and over."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError


class QueueUnderTest:
    """One queue through a boto3 client."""

    def __init__(self, client: Any, name: str, url: str) -> None:
        self.client = client
        self.name = name
        self.url = url

    @property
    def arn(self) -> str:
        return self.attributes()["QueueArn"]

    def attributes(self) -> dict[str, str]:
        answer = self.client.get_queue_attributes(QueueUrl=self.url, AttributeNames=["All"])
        found: dict[str, str] = answer["Attributes"]
        return found

    def set_attributes(self, **attributes: str) -> None:
        self.client.set_queue_attributes(QueueUrl=self.url, Attributes=attributes)

    def dead_letter_into(self, target: QueueUnderTest, maximum_receives: int = 1) -> None:
        policy = {"deadLetterTargetArn": target.arn, "maxReceiveCount": maximum_receives}
        self.set_attributes(RedrivePolicy=json.dumps(policy))

    def counts(self) -> tuple[int, int, int]:
        """Return available, in flight, delayed."""
        found = self.attributes()
        prefix = "ApproximateNumberOfMessages"
        return int(found[prefix]), int(found[f"{prefix}NotVisible"]), int(found[f"{prefix}Delayed"])

    def send(self, body: str, **parameters: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.client.send_message(QueueUrl=self.url, MessageBody=body, **parameters)
        return answer

    def send_batch(self, *entries: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = self.client.send_message_batch(QueueUrl=self.url, Entries=list(entries))
        return answer

    def receive(self, limit: int = 10, **parameters: Any) -> list[dict[str, Any]]:
        names = {"MessageAttributeNames": ["All"], "MessageSystemAttributeNames": ["All"]}
        answer = self.client.receive_message(
            QueueUrl=self.url, MaxNumberOfMessages=limit, **{**names, **parameters}
        )
        found: list[dict[str, Any]] = answer.get("Messages", [])
        return found

    def delete(self, message: dict[str, Any]) -> None:
        self.client.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])

    def change_visibility(self, message: dict[str, Any], seconds: int) -> None:
        self.client.change_message_visibility(
            QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=seconds
        )


def bodies(messages: list[dict[str, Any]]) -> list[str]:
    """Return the bodies of received messages."""
    return [message["Body"] for message in messages]


def refused(call: Callable[..., object], *arguments: Any, **parameters: Any) -> tuple[str, str]:
    """Call, expect a refusal, and return its code and text."""
    with pytest.raises(ClientError) as caught:
        call(*arguments, **parameters)
    error = caught.value.response["Error"]
    return str(error["Code"]), str(error["Message"])


def wait_until(condition: Callable[[], object], limit_seconds: float = 10.0) -> None:
    """Wait for a state of the server; fails when it does not come."""
    deadline = time.monotonic() + limit_seconds
    while not condition():
        assert time.monotonic() < deadline, "the expected state never came"
        time.sleep(0.01)
