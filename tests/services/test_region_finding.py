"""Which regions have queues: whom the search asks, how it ends, and what it leaves open."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import (
    AccessDenied,
    CredentialsRejected,
    RegionNotEnabled,
    SignInExpired,
    SqsExplorerError,
    Unreachable,
)
from sqs_explorer.services.region_finding import AT_ONCE, RegionSearch, find_regions
from sqs_explorer.services.stopping import StopRequest
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_connections import FakeConnectionGateway, FakeConnectionOpener
from tests.fakes.fake_faults import Gate
from tests.fakes.fake_sqs import FakeSqs
from tests.guards.event_loops import RunCoroutine

IRELAND, VIRGINIA, FRANKFURT, ZURICH = "eu-west-1", "us-east-1", "eu-central-1", "eu-central-2"
CODES = (IRELAND, VIRGINIA, FRANKFURT, ZURICH)
SPEC = ConnectionSpec("dev", (IRELAND,))


class TellingOpener(FakeConnectionOpener):
    """Opens connections whose account has enabled what the test says, or refuses to say."""

    def __init__(self, fake: FakeSqs) -> None:
        super().__init__(fake)
        self.enabled: frozenset[str] | SqsExplorerError = frozenset((IRELAND, VIRGINIA, FRANKFURT))

    def open(self, spec: ConnectionSpec) -> FakeConnectionGateway:
        """Return the gateway of a new connection."""
        gateway = super().open(spec)
        gateway.regions_enabled = self.enabled
        return gateway


class Search:
    """A search on a fake server; `heard` holds what was told on the way."""

    def __init__(self) -> None:
        self.fake = FakeSqs(FakeClock())
        self.opener = TellingOpener(self.fake)
        self.stop = StopRequest()
        self.heard: list[RegionSearch] = []

    async def run(self, codes: Sequence[str] = CODES) -> RegionSearch:
        """Search to the end."""
        return await find_regions(self.opener, SPEC, codes, stop=self.stop, on_found=self.heard.append)

    @property
    def asked(self) -> list[str]:
        """The regions that were asked."""
        return [call.region for call in self.fake.calls if call.operation == "ListQueues"]


def test_only_enabled_regions_are_asked_and_those_with_queues_are_found(run: RunCoroutine) -> None:
    search = Search()
    search.fake.create_queue("OrderQueue", FRANKFURT)
    answer = run(search.run())
    assert search.asked == [IRELAND, VIRGINIA, FRANKFURT]
    assert answer.found == (FRANKFURT,)
    assert (answer.regions, answer.asked, answer.refusals) == ((IRELAND, VIRGINIA, FRANKFURT), 3, ())
    assert [heard.asked for heard in search.heard] == [0, 1, 2, 3]


def test_the_search_opens_one_read_only_connection_and_closes_it(run: RunCoroutine) -> None:
    search = Search()
    run(search.run())
    assert [(gateway.spec.read_only, gateway.closed) for gateway in search.opener.opened] == [(True, True)]


@pytest.mark.parametrize(
    "refusal",
    [AccessDenied("No.", action="ec2:DescribeRegions"), Unreachable("No answer.")],
    ids=["denied", "unreachable"],
)
def test_all_regions_are_asked_where_the_account_does_not_tell(
    run: RunCoroutine, refusal: SqsExplorerError
) -> None:
    search = Search()
    search.opener.enabled = refusal
    answer = run(search.run())
    assert answer.enabled is None
    assert search.asked == list(CODES)


def test_a_region_newer_than_the_program_is_asked_too(run: RunCoroutine) -> None:
    search = Search()
    search.opener.enabled = frozenset((IRELAND, "eu-new-9"))
    search.fake.create_queue("OrderQueue", "eu-new-9")
    assert run(search.run()).found == ("eu-new-9",)


def test_regions_that_refuse_are_counted_and_the_others_found(run: RunCoroutine) -> None:
    search = Search()
    search.fake.create_queue("OrderQueue", FRANKFURT)
    refusals = (RegionNotEnabled("Not enabled."), AccessDenied("No.", action="sqs:ListQueues"))
    for region, error in zip((IRELAND, VIRGINIA), refusals, strict=True):
        search.fake.faults.fail_next("ListQueues", error, region=region)
    answer = run(search.run())
    assert (answer.found, answer.asked, answer.refusals) == ((FRANKFURT,), 3, refusals)


def test_an_expired_sign_in_ends_the_search_and_closes_the_connection(run: RunCoroutine) -> None:
    search = Search()
    search.fake.faults.fail_next("ListQueues", SignInExpired("Expired."), region=VIRGINIA)
    with pytest.raises(SignInExpired):
        run(search.run())
    assert search.opener.opened[0].closed


def test_rejected_keys_are_told_before_any_region_is_asked(run: RunCoroutine) -> None:
    search = Search()
    search.opener.enabled = CredentialsRejected("Unknown key.")
    with pytest.raises(CredentialsRejected):
        run(search.run())
    assert search.asked == []
    assert search.opener.opened[0].closed


def test_stopping_gives_what_was_found_and_asks_nobody_else(run: RunCoroutine) -> None:
    async def stop_midway() -> None:
        search = Search()
        search.fake.create_queue("OrderQueue", IRELAND)
        gate = Gate("ListQueues", VIRGINIA)
        search.fake.faults.gates.append(gate)
        running = asyncio.ensure_future(search.run())
        await gate.reached()
        while not search.heard or search.heard[-1].asked < 2:  # noqa: ASYNC110 - told by a callback
            await asyncio.sleep(0)
        search.stop.request()
        answer = await running
        assert (answer.found, answer.asked) == ((IRELAND,), 2)
        assert search.opener.opened[0].closed

    run(stop_midway())


def test_at_most_eight_regions_are_asked_at_once(run: RunCoroutine) -> None:
    async def hold() -> None:
        search = Search()
        codes = tuple(f"xx-test-{number}" for number in range(20))
        search.opener.enabled = frozenset(codes)
        gate = Gate("ListQueues")
        search.fake.faults.gates.append(gate)
        running = asyncio.ensure_future(search.run(codes))
        await gate.reached()
        for _ in range(50):
            await asyncio.sleep(0)
        assert len(search.asked) == AT_ONCE
        gate.release()
        assert (await running).asked == 20

    run(hold())


def test_cancelling_the_search_closes_its_connection(run: RunCoroutine) -> None:
    async def cancel() -> None:
        search = Search()
        gate = Gate("ListQueues")
        search.fake.faults.gates.append(gate)
        running = asyncio.ensure_future(search.run())
        await gate.reached()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert search.opener.opened[0].closed

    run(cancel())
