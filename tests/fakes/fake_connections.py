"""Opening connections to FakeSqs, and profiles that need no files."""

from __future__ import annotations

import asyncio

from sqs_explorer.domain.connections import ConnectionSpec, Identity, ProfileListing
from sqs_explorer.domain.errors import ConnectionClosed, SqsExplorerError
from sqs_explorer.domain.keys import SessionKeys
from sqs_explorer.domain.sign_in import SignInStatus
from sqs_explorer.services.write_locking import WriteLock
from tests.fakes.fake_faults import Call
from tests.fakes.fake_gateway import FakeSqsGateway
from tests.fakes.fake_sqs import FakeSqs


class FakeConnectionGateway:
    """Implements ConnectionGateway; `closed` tells whether it was closed."""

    def __init__(self, fake: FakeSqs, spec: ConnectionSpec) -> None:
        self._fake = fake
        self._spec = spec
        self._regions: dict[str, FakeSqsGateway] = {}
        self._identity: Identity | None = None
        self.closed = False
        self.renewals = 0
        self.custom_endpoint_url = spec.endpoint_url
        self.alias = ""
        self.user = spec.profile
        self.session_keys = SessionKeys("AKIAFAKE", "fake secret")
        self.status: SignInStatus | None = None
        self.regions_enabled: frozenset[str] | SqsExplorerError = frozenset(spec.regions)
        self.write_lock = WriteLock(fake.clock.now, fake.clock.monotonic, locked=spec.read_only)

    @property
    def spec(self) -> ConnectionSpec:
        """What it was opened with."""
        return self._spec

    def sqs(self, region: str) -> FakeSqsGateway:
        """Return SQS in a region; the same object for the same region."""
        if region not in self._regions:
            self._regions[region] = FakeSqsGateway(
                self._fake, self._spec, region, lambda: self.closed, self.write_lock
            )
        return self._regions[region]

    async def identity(self) -> Identity:
        """Return user/NAME of the profile's account; asked once."""
        if self._identity is not None:
            return self._identity
        if self.closed:
            raise ConnectionClosed("The connection is closed.")
        call = Call("GetCallerIdentity", "", profile=self._spec.profile)
        self._fake.calls.append(call)
        await asyncio.sleep(0)
        for gate in list(self._fake.faults.gates):
            if gate.holds(call):
                await gate.pass_through()
        self._fake.faults.raise_before(call)
        account = self._fake.account(self._spec.profile)
        self._identity = Identity(
            account, f"arn:aws:iam::{account}:user/{self.user}", "AIDAFAKEUSER", self.alias
        )
        return self._identity

    async def keys(self) -> SessionKeys:
        """Return `session_keys`."""
        return self.session_keys

    async def sign_in_status(self) -> SignInStatus | None:
        """Return `status`."""
        return self.status

    async def enabled_regions(self) -> frozenset[str]:
        """Return `regions_enabled`, or raise it."""
        await asyncio.sleep(0)
        if isinstance(self.regions_enabled, SqsExplorerError):
            raise self.regions_enabled
        return self.regions_enabled

    def renew(self) -> None:
        """Count, and ask anew who one is."""
        self.renewals += 1
        self._identity = None

    async def close(self) -> None:
        """Refuse new calls."""
        self.closed = True


class FakeConnectionOpener:
    """Implements ConnectionOpener; `opened` holds every gateway it gave out."""

    def __init__(self, fake: FakeSqs) -> None:
        self._fake = fake
        self.opened: list[FakeConnectionGateway] = []

    def open(self, spec: ConnectionSpec) -> FakeConnectionGateway:
        """Return the gateway of a new connection."""
        gateway = FakeConnectionGateway(self._fake, spec)
        self.opened.append(gateway)
        return gateway


class FakeProfileReader:
    """Implements ProfileReader with a listing that a test may change between reads."""

    def __init__(self, listing: ProfileListing) -> None:
        self.listing = listing
        self.reads = 0

    async def read_profiles(self) -> ProfileListing:
        """Return the listing."""
        self.reads += 1
        await asyncio.sleep(0)
        return self.listing
