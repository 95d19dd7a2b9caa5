"""Each test of the contract runs twice: on FakeSqs, and on botocore over HTTP."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from tests.contract.servers import FakeServer, HttpServer, Server
from tests.fakes.sandbox_fixture import start_sandbox


@pytest.fixture(scope="session", autouse=True)
def contract_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxEndpoint]:
    """Run one empty sandbox for the whole suite; started before a test begins to watch for leftovers."""
    folder: Path = tmp_path_factory.mktemp("contract-sandbox")
    with start_sandbox(folder) as sandbox:
        yield sandbox


@pytest.fixture(params=["fake", "http"])
def server(request: pytest.FixtureRequest, contract_sandbox: SandboxEndpoint) -> Iterator[Server]:
    """Return the server under test."""
    if request.param == "fake":
        yield FakeServer()
        return
    http = HttpServer(contract_sandbox)
    yield http
    http.close()


@pytest.fixture
def unique() -> Callable[[str], str]:
    """Return a function that makes a queue name of this test's own."""
    mark = uuid.uuid4().hex[:8]
    return lambda name: f"{name}-{mark}" if not name.endswith(".fifo") else f"{name[:-5]}-{mark}.fifo"
