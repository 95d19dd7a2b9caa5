"""Profiles that need no files, and the view-model of Connections on them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from sqs_explorer.domain.connections import ConnectionSpec, Profile, ProfileKind, ProfileListing
from sqs_explorer.domain.errors import SignInFailed
from sqs_explorer.domain.settings import Settings
from sqs_explorer.domain.sign_in import SignInKind, SignInNeed, SignInStatus, SignInStep, SignInWay
from sqs_explorer.services.stopping import StopRequest
from sqs_explorer.viewmodels.cells import CELL_ROLE, Cell
from sqs_explorer.viewmodels.connecting.connecting_outside import ConnectingOutside
from sqs_explorer.viewmodels.connecting.connections_view_model import ConnectionsViewModel
from sqs_explorer.viewmodels.task_scope import TaskScope
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_connections import FakeConnectionGateway, FakeConnectionOpener, FakeProfileReader
from tests.fakes.fake_secrets import FakeSecrets
from tests.fakes.fake_sqs import FakeSqs
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


class CachedSignIns:
    """Implements SignIns as far as Connections asks it: `tokens` by profile, in seconds from now.

    A status asked for while there are `slow_answers` takes one of them and is told once that is set.
    """

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self.tokens: dict[str, float] = {}
        self.unreadable: set[str] = set()
        self.renews_itself = False
        self.slow_answers: list[asyncio.Event] = []

    async def need(self, spec: ConnectionSpec) -> SignInNeed:
        """Return that all rest on the session of the company, but for `admin`."""
        await asyncio.sleep(0)
        if spec.profile in self.unreadable:
            raise SignInFailed("The cache can't be read.")
        if spec.profile == "admin":
            return SignInNeed(SignInKind.COMMAND, "admin", command="aws login --profile admin")
        return SignInNeed(SignInKind.SSO, "dev-orders", "company")

    async def status(self, spec: ConnectionSpec) -> SignInStatus:
        """Return how long a profile's token lasts."""
        need = await self.need(spec)
        seconds = self.tokens.get(spec.profile)
        expires_at = None if seconds is None else self._clock.now() + timedelta(seconds=seconds)
        if self.slow_answers:
            await self.slow_answers.pop().wait()
        return SignInStatus(need, expires_at, self.renews_itself)

    async def sign_in(
        self,
        spec: ConnectionSpec,
        way: SignInWay,
        *,
        on_step: Callable[[SignInStep], None],
        stop: StopRequest,
    ) -> SignInStatus:
        """Connections leaves this to the Sign in dialog."""
        raise SignInFailed("Not by Connections.")


class EnablingOpener(FakeConnectionOpener):
    """Opens connections whose account has enabled these regions."""

    enabled = frozenset(("eu-west-1", "us-east-1", "eu-central-1"))

    def open(self, spec: ConnectionSpec) -> FakeConnectionGateway:
        """Return the gateway of a new connection."""
        gateway = super().open(spec)
        gateway.regions_enabled = self.enabled
        return gateway


class ConnectingScene:
    """What a test of Connections works with.

    `opened` holds what was asked for, `signed_in` for which profiles one was asked to sign in; `will_sign_in`
    says whether one does.
    """

    def __init__(self, listing: ProfileListing, settings: Settings | None = None) -> None:
        self.clock = FakeClock()
        self.fake = FakeSqs(self.clock)
        self.opener = EnablingOpener(self.fake)
        self.secrets = FakeSecrets()
        self.sign_ins = CachedSignIns(self.clock)
        self.signed_in: list[str] = []
        self.will_sign_in = True
        self.reader = FakeProfileReader(listing)
        self.kept = MemorySettings(settings)
        outside = ConnectingOutside(self.opener, self.secrets, self.sign_ins, self._sign_in, self.clock)
        self.connecting = ConnectionsViewModel(self.reader, self.kept, outside, TaskScope(raise_bug))
        self.opened: list[tuple[ConnectionSpec, ...]] = []
        self.connecting.open_requested.connect(self.opened.append)

    async def _sign_in(self, spec: ConnectionSpec) -> bool:
        self.signed_in.append(spec.profile)
        await asyncio.sleep(0)
        if self.will_sign_in:
            self.sign_ins.tokens |= {"dev-orders": 3600, "test-orders": 3600}
        return self.will_sign_in

    def state(self, name: str) -> Cell:
        """Return what a profile's row says in its State column."""
        model = self.connecting.profiles
        cell = model.index(list(model.profiles).index(name), model.STATE).data(CELL_ROLE)
        assert isinstance(cell, Cell)
        return cell

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
async def connecting_scene(
    listing: ProfileListing = LISTING, settings: Settings | None = None
) -> AsyncIterator[ConnectingScene]:
    """Give a scene with the files read, and end its work."""
    scene = ConnectingScene(listing, settings)
    try:
        await scene.read()
        yield scene
    finally:
        await scene.connecting.close()
