"""One sandbox for all moves here, and scenes with queues of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from tests.fakes.sandbox_fixture import start_sandbox
from tests.sandbox.conftest import sqs_client
from tests.worker.move_scene import MoveScene

MakeScene = Callable[..., MoveScene]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxEndpoint]:
    """An empty server for the whole session."""
    with start_sandbox(Path(tmp_path_factory.mktemp("worker-sandbox"))) as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def client(server: SandboxEndpoint) -> Iterator[Any]:
    """A second client of the server."""
    made = sqs_client(server)
    yield made
    made.close()


@pytest.fixture
def scene(server: SandboxEndpoint, client: Any, tmp_path: Path) -> MakeScene:
    """Make a scene: `scene(fifo=True)`."""

    def make(*, fifo: bool = False, url: str = "") -> MoveScene:
        return MoveScene(server, client, tmp_path / "journal", fifo=fifo, url=url)

    return make
