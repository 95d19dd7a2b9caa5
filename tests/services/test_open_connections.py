"""What is open, and what it may do now."""

from __future__ import annotations

import asyncio

import pytest
from typing_extensions import override

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.services.connections import OpenConnections
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_connections import FakeConnectionGateway, FakeConnectionOpener
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


class SlowToClose(FakeConnectionGateway):
    """Closes only once all are closing, as if each had a call under way; `prod` fails then."""

    closing: asyncio.Barrier

    @override
    async def close(self) -> None:
        """Wait for the others."""
        await self.closing.wait()
        await super().close()
        if self.spec.profile == "prod":
            raise RuntimeError("a bug")


class SlowOpener(FakeConnectionOpener):
    """Opens connections that are slow to close."""

    @override
    def open(self, spec: ConnectionSpec) -> FakeConnectionGateway:
        """Return the gateway of a new connection."""
        gateway = SlowToClose(self._fake, spec)
        self.opened.append(gateway)
        return gateway


def test_all_are_closed_at_once_so_that_the_program_ends_soon(run: RunCoroutine) -> None:
    async def scenario() -> None:
        opener = SlowOpener(FakeSqs(FakeClock()))
        connections = OpenConnections(opener)
        SlowToClose.closing = asyncio.Barrier(3)
        for profile in ("prod", "dev", "test"):
            await connections.open(ConnectionSpec(profile, ("eu-west-1",)))
        with pytest.raises(RuntimeError, match="a bug"):
            await connections.close_all()
        assert all(gateway.closed for gateway in opener.opened)
        assert connections.specs == ()

    run(scenario(), timeout_seconds=5)
