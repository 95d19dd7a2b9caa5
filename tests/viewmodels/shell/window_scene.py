"""What the tests of the window's view-models share: a fake server, connections on it, a settings store."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqs_explorer.domain.connections import ConnectionSpec, Environment
from sqs_explorer.domain.errors import SandboxFailed
from sqs_explorer.domain.settings import Settings
from sqs_explorer.services.connections import OpenConnections
from sqs_explorer.viewmodels.activity.jobs import ActivityLog
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue
from sqs_explorer.viewmodels.task_scope import TaskScope
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_connections import FakeConnectionOpener
from tests.fakes.fake_sqs import FakeSqs


def no_bug(error: BaseException) -> None:
    """Fail a test for an error that is no domain error."""
    raise AssertionError("a bug was reported") from error


class WindowScene:
    """A fake server with one connection's worth of view-models around it."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.server = FakeSqs(self.clock)
        self.opener = FakeConnectionOpener(self.server)
        self.connections = OpenConnections(self.opener)
        self.bugs: list[BaseException] = []
        self.scope = TaskScope(self.bugs.append)
        self.catalogue = QueueCatalogue(self.connections, self.scope)
        self.activity = ActivityLog(self.clock)

    async def close(self) -> None:
        """End everything, and fail on bugs."""
        self.server.heal()
        await self.catalogue.end()
        await self.connections.close_all()
        assert not self.bugs, self.bugs


@dataclass
class FakeEmbeddedSqs:
    """An embedded SQS that starts, dies and pauses as told."""

    failure: str = ""
    is_running: bool = False
    services_running: bool = False
    stops: int = 0

    async def start(self) -> tuple[ConnectionSpec, ...]:
        """Start, or fail as told."""
        if self.failure:
            raise SandboxFailed(self.failure)
        self.is_running = self.services_running = True
        return (ConnectionSpec("demo", ("eu-west-1",), environment=Environment.DEMO),)

    def pause_services(self) -> None:
        """Pause."""
        if not self.is_running:
            raise SandboxFailed("The embedded SQS is not running.")
        self.services_running = False

    def resume_services(self) -> None:
        """Go on."""
        self.services_running = True

    async def stop(self) -> None:
        """End."""
        self.is_running = False
        self.stops += 1


@dataclass
class FakeSettingsStore:
    """Keeps settings in memory; refuses as told."""

    saved: list[Settings] = field(default_factory=list)
    refusal: str = ""

    async def load(self) -> Settings:
        """Return the last saved."""
        return self.saved[-1] if self.saved else Settings()

    async def save(self, settings: Settings) -> None:
        """Keep, or refuse."""
        if self.refusal:
            raise OSError(self.refusal)
        self.saved.append(settings)
