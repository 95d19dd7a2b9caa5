"""The sandbox as the program's services see it: connections to open, and services that can be paused."""

from __future__ import annotations

from pathlib import Path

from sqs_explorer.domain.connections import ConnectionSpec, Environment, ProfileKind
from sqs_explorer.domain.errors import SandboxFailed
from sqs_explorer.sandbox.endpoint import SandboxEndpoint, SandboxError
from sqs_explorer.sandbox.process import SandboxProcess


class OrderDemo:
    """The embedded SQS with the order demo; fulfils the port EmbeddedSqs."""

    def __init__(self, folder: Path) -> None:
        self._process = SandboxProcess(folder)

    @property
    def is_running(self) -> bool:
        """Whether the child process is alive."""
        return self._process.is_running()

    @property
    def services_running(self) -> bool:
        """Whether the demo's services work on the queues now."""
        return self._process.services_running

    async def start(self) -> tuple[ConnectionSpec, ...]:
        """Start the child and return its two connections. Raises SandboxFailed."""
        try:
            endpoint = await self._process.start()
        except SandboxError as error:
            raise SandboxFailed(str(error)) from error
        return demo_connections(endpoint)

    def pause_services(self) -> None:
        """Let the services rest. Raises SandboxFailed."""
        try:
            self._process.pause_services()
        except SandboxError as error:
            raise SandboxFailed(str(error)) from error

    def resume_services(self) -> None:
        """Let the services go on. Raises SandboxFailed."""
        try:
            self._process.resume_services()
        except SandboxError as error:
            raise SandboxFailed(str(error)) from error

    async def stop(self) -> None:
        """End the child."""
        await self._process.stop()


def demo_connections(endpoint: SandboxEndpoint) -> tuple[ConnectionSpec, ...]:
    """Return the demo's two profiles as connections, read from its own generated files alone."""
    files = (str(endpoint.config_file), str(endpoint.credentials_file))
    return tuple(
        ConnectionSpec(
            profile,
            regions,
            environment=Environment.DEMO,
            kind=kind,
            config_file=files[0],
            credentials_file=files[1],
        )
        for profile, regions, kind in (
            ("demo", ("eu-west-1", "us-east-1"), ProfileKind.KEYS),
            ("demo-warehouse", ("eu-west-1",), ProfileKind.ROLE),
        )
    )
