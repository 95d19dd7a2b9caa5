"""The two servers that the contract is held against: FakeSqs, and the embedded SQS over real HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeVar

import botocore.session

from sqs_explorer.aws.opening import BotocoreConnectionOpener
from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from sqs_explorer.services.ports import ConnectionGateway
from sqs_explorer.storage.system_clock import SystemClock
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_connections import FakeConnectionOpener
from tests.fakes.fake_queue import attribute_texts
from tests.fakes.fake_sqs import FakeSqs

REGION = "eu-west-1"
T = TypeVar("T")


class Server(Protocol):
    """A server to hold the contract against. `patience` is how often `eventually` looks."""

    patience: int

    def create_queue(self, name: str, **attributes: object) -> str:
        """Create a queue behind the gateway's back and return its URL."""
        ...

    def delete_queue(self, url: str) -> None:
        """Delete it behind the gateway's back."""
        ...

    def tag(self, url: str, tags: dict[str, str]) -> None:
        """Tag it behind the gateway's back."""
        ...

    def open(self, *, read_only: bool = False) -> ConnectionGateway:
        """Open a connection."""
        ...

    async def let_time_pass(self) -> None:
        """Let a fraction of a second pass."""
        ...


class FakeServer:
    """FakeSqs on a fake clock."""

    patience = 200

    def __init__(self) -> None:
        self._clock = FakeClock()
        self._fake = FakeSqs(self._clock)
        self._opener = FakeConnectionOpener(self._fake)

    def create_queue(self, name: str, **attributes: object) -> str:
        """Create a queue."""
        return self._fake.create_queue(name, REGION, "", **attributes)

    def delete_queue(self, url: str) -> None:
        """Delete a queue."""
        self._fake.delete_queue(url)

    def tag(self, url: str, tags: dict[str, str]) -> None:
        """Tag a queue."""
        self._fake.tag(url, tags)

    def open(self, *, read_only: bool = False) -> ConnectionGateway:
        """Open a connection."""
        return self._opener.open(ConnectionSpec("demo", (REGION,), read_only=read_only))

    async def let_time_pass(self) -> None:
        """Turn the clock."""
        self._clock.advance(0.1)
        await asyncio.sleep(0)


class HttpServer:
    """The sandbox's server process, through the gateway that speaks to AWS."""

    patience = 200

    def __init__(self, sandbox: SandboxEndpoint) -> None:
        self._sandbox = sandbox
        self._client: Any = botocore.session.Session().create_client(
            "sqs",
            region_name=REGION,
            endpoint_url=sandbox.endpoint_url,
            aws_access_key_id="AKIADEMO000000000000",
            aws_secret_access_key="another",
        )

    def create_queue(self, name: str, **attributes: object) -> str:
        """Create a queue; a FIFO queue's kind is told by its name."""
        texts = attribute_texts(attributes)
        if name.endswith(".fifo"):
            texts["FifoQueue"] = "true"
        answer = self._client.create_queue(QueueName=name, Attributes=texts)
        return str(answer["QueueUrl"])

    def delete_queue(self, url: str) -> None:
        """Delete a queue."""
        self._client.delete_queue(QueueUrl=url)

    def tag(self, url: str, tags: dict[str, str]) -> None:
        """Tag a queue."""
        self._client.tag_queue(QueueUrl=url, Tags=tags)

    def open(self, *, read_only: bool = False) -> ConnectionGateway:
        """Open a connection with the sandbox's own AWS files."""
        opener = BotocoreConnectionOpener(frozenset, SystemClock())
        spec = ConnectionSpec(
            "demo",
            (REGION,),
            read_only=read_only,
            config_file=str(self._sandbox.config_file),
            credentials_file=str(self._sandbox.credentials_file),
        )
        return opener.open(spec)

    async def let_time_pass(self) -> None:
        """Wait a moment of real time before looking again."""
        await asyncio.sleep(0.05)

    def close(self) -> None:
        """Close the second client."""
        self._client.close()


async def eventually(server: Server, look: Callable[[], Awaitable[T]]) -> T:
    """Look again and again until `look` returns something true, and return it."""
    for _ in range(server.patience):
        found = await look()
        if found:
            return found
        await server.let_time_pass()
    raise AssertionError("it did not come about in time")


def redrive_policy(dead_letter_arn: str, maximum_receives: int) -> str:
    """Return a RedrivePolicy attribute."""
    return json.dumps({"deadLetterTargetArn": dead_letter_arn, "maxReceiveCount": str(maximum_receives)})
