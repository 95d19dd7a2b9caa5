"""Profiles that need no files, and the view-model of Connections on them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from sqs_explorer.domain.connections import ConnectionSpec, Profile, ProfileKind, ProfileListing
from sqs_explorer.viewmodels.connecting.connections_view_model import ConnectionsViewModel
from sqs_explorer.viewmodels.task_scope import TaskScope
from tests.fakes.fake_connections import FakeProfileReader
from tests.viewmodels.queues.tree_scene import MemorySettings, raise_bug

COMMAND = "/opt/credentials --json"
PROFILES = (
    Profile("default", ProfileKind.KEYS, "eu-west-1"),
    Profile("dev-orders", ProfileKind.SSO, "us-east-1"),
    Profile("prod-orders", ProfileKind.ROLE, source_profile="dev-orders", note="from dev-orders"),
    Profile("ci-runner", ProfileKind.PROCESS, "us-east-1", command=COMMAND),
    Profile("ci-twin", ProfileKind.PROCESS, "us-east-1", command=COMMAND),
    Profile("admin", ProfileKind.LOGIN),
    Profile("broken", ProfileKind.NONE),
    Profile("local", ProfileKind.KEYS, "elasticmq", endpoint_url="http://localhost:9324"),
)
LISTING = ProfileListing(
    PROFILES,
    config_path="/home/me/.aws/config",
    credentials_path="/home/me/.aws/credentials",
    default_profile="default",
)
NOBODY = ProfileListing((), config_path="/nowhere/config", credentials_path="/nowhere/credentials")


class ConnectingScene:
    """What a test of Connections works with; `opened` holds what was asked for."""

    def __init__(self, listing: ProfileListing) -> None:
        self.reader = FakeProfileReader(listing)
        self.kept = MemorySettings()
        self.connecting = ConnectionsViewModel(self.reader, self.kept, TaskScope(raise_bug))
        self.opened: list[tuple[ConnectionSpec, ...]] = []
        self.connecting.open_requested.connect(self.opened.append)

    async def read(self, **changes: object) -> None:
        """Read the files, with changes to what they hold."""
        self.reader.listing = replace(self.reader.listing, **changes)  # type: ignore[arg-type]
        self.connecting.read()
        await self.connecting.scope.idle()

    def check(self, *names: str) -> None:
        """Turn the checks of profiles, as by hand."""
        for name in names:
            self.connecting.profiles.toggle(list(self.connecting.profiles.profiles).index(name))

    def check_region(self, *codes: str) -> None:
        """Turn the checks of regions, as by hand."""
        model = self.connecting.regions
        for code in codes:
            model.toggle(next(row for row in range(model.rowCount()) if model.key(row) == code))


@asynccontextmanager
async def connecting_scene(listing: ProfileListing = LISTING) -> AsyncIterator[ConnectingScene]:
    """Give a scene with the files read, and end its work."""
    scene = ConnectingScene(listing)
    try:
        await scene.read()
        yield scene
    finally:
        await scene.connecting.close()
