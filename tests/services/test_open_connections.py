"""What is open, and what it may do now."""

from __future__ import annotations

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.services.connections import OpenConnections
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_connections import FakeConnectionOpener
from tests.fakes.fake_sqs import FakeSqs
from tests.guards.event_loops import RunCoroutine


def test_a_worker_may_write_if_the_connection_may_now(run: RunCoroutine) -> None:
    fake = FakeSqs(FakeClock())
    connections = OpenConnections(FakeConnectionOpener(fake))
    production = ConnectionSpec("prod", ("eu-west-1",), read_only=True)

    def may_write() -> bool:
        spec = connections.spec_now("prod")
        assert spec is not None
        return not spec.read_only

    async def scenario() -> None:
        await connections.open(production)
        assert not may_write()
        lock = connections.write_lock("prod")
        assert lock is not None
        lock.unlock(60)
        assert may_write()
        assert connections.spec("prod") == production
        fake.clock.advance(60)
        assert not may_write()
        await connections.close("prod")
        assert connections.spec_now("prod") is None
        assert connections.write_lock("prod") is None

    run(scenario())
