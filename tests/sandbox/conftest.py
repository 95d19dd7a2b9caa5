"""One empty sandbox and one quiet demo for all tests here, and queues with names of their own."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from tests.fakes.sandbox_fixture import start_sandbox
from tests.sandbox.queue_under_test import QueueUnderTest

MakeQueue = Callable[..., QueueUnderTest]
_NUMBERS = itertools.count(1)


def sqs_client(endpoint: SandboxEndpoint, region: str = "eu-west-1") -> Any:
    """Return a boto3 client with made-up keys, as a program without this project's help would make it."""
    return boto3.client(
        "sqs",
        region_name=region,
        endpoint_url=endpoint.endpoint_url,
        aws_access_key_id="AKIATESTTESTTESTTEST",
        aws_secret_access_key="nobody checks",
        config=Config(retries={"total_max_attempts": 1}, read_timeout=30),
    )


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxEndpoint]:
    """An empty server for the whole session."""
    with start_sandbox(Path(tmp_path_factory.mktemp("sandbox"))) as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def quiet_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxEndpoint]:
    """The order demo with its services paused."""
    with start_sandbox(Path(tmp_path_factory.mktemp("demo")), demo=True, quiet_services=True) as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def sqs(server: SandboxEndpoint) -> Iterator[Any]:
    """A client of the empty server."""
    client = sqs_client(server)
    yield client
    client.close()


@pytest.fixture
def make_queue(sqs: Any) -> MakeQueue:
    """Create a queue with a name nobody else uses: `make_queue(fifo=True, VisibilityTimeout="1")`."""

    def make(*, fifo: bool = False, **attributes: str) -> QueueUnderTest:
        name = f"queue-{next(_NUMBERS)}"
        if fifo:
            name += ".fifo"
            attributes["FifoQueue"] = "true"
        url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        return QueueUnderTest(sqs, name, url)

    return make
