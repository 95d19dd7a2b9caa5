"""Which profile, region and queue a command line means."""

from __future__ import annotations

import pytest

from sqs_explorer.domain.connections import (
    CONTAINER_PROFILE,
    ENVIRONMENT_PROFILE,
    WEB_IDENTITY_PROFILE,
    ConnectionSpec,
    Environment,
    Profile,
    ProfileKind,
    ProfileListing,
)
from sqs_explorer.domain.errors import AccessDenied, InvalidInput, QueueNotFound
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.starting import (
    connections_named,
    find_named_queue,
    plain_endpoint,
    with_kept_keys,
)
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_connections import FakeConnectionOpener
from tests.fakes.fake_sqs import FakeSqs
from tests.guards.event_loops import RunCoroutine

IRELAND, VIRGINIA, FRANKFURT = "eu-west-1", "us-east-1", "eu-central-1"
DEV = Profile("dev", ProfileKind.KEYS, IRELAND)
RUNNER = Profile("prod-runner", ProfileKind.PROCESS, VIRGINIA, command="/opt/credentials --json")
DEFAULT = Profile("default", ProfileKind.KEYS, FRANKFURT)
KEYS = Profile(ENVIRONMENT_PROFILE, ProfileKind.ENVIRONMENT)
TOKEN = Profile(WEB_IDENTITY_PROFILE, ProfileKind.WEB_IDENTITY)
CONTAINER = Profile(CONTAINER_PROFILE, ProfileKind.CONTAINER)
LAN = "http://10.0.0.5:4566"


def listing(*profiles: Profile, default_profile: str = "", default_region: str = "") -> ProfileListing:
    return ProfileListing(
        profiles or (DEV, RUNNER, DEFAULT), default_profile=default_profile, default_region=default_region
    )


def test_profiles_and_regions_named_are_taken_as_named() -> None:
    dev, runner = connections_named(
        listing(), ("dev", "prod-runner"), (IRELAND, VIRGINIA), "http://localhost:9324", read_only=True
    )
    assert dev == ConnectionSpec(
        "dev", (IRELAND, VIRGINIA), read_only=True, endpoint_url="http://localhost:9324"
    )
    assert runner.environment is Environment.PRODUCTION
    assert (runner.kind, runner.command) == (ProfileKind.PROCESS, "/opt/credentials --json")


def test_without_a_region_each_profile_goes_to_its_own() -> None:
    specs = connections_named(listing(), ("dev", "prod-runner"), (), "", read_only=False)
    assert [spec.regions for spec in specs] == [(IRELAND,), (VIRGINIA,)]


def test_the_environments_region_comes_before_the_profiles() -> None:
    (spec,) = connections_named(listing(default_region=FRANKFURT), ("dev",), (), "", read_only=False)
    assert spec.regions == (FRANKFURT,)


@pytest.mark.parametrize(
    ("found", "chosen"),
    [
        (listing(DEV, DEFAULT, KEYS, default_profile="dev"), "dev"),
        (listing(DEV, DEFAULT, KEYS), ENVIRONMENT_PROFILE),
        (listing(DEV, DEFAULT), "default"),
        (listing(DEV, DEFAULT, default_profile="not there"), "default"),
        (listing(DEV, DEFAULT, TOKEN), WEB_IDENTITY_PROFILE),
        (listing(DEV, CONTAINER), CONTAINER_PROFILE),
        (listing(DEFAULT, CONTAINER), "default"),
    ],
    ids=[
        "AWS_PROFILE",
        "keys of the environment",
        "default",
        "AWS_PROFILE names nobody",
        "a web identity",
        "a container",
        "default before the container",
    ],
)
def test_with_no_profile_named_the_first_choice_is(found: ProfileListing, chosen: str) -> None:
    (spec,) = connections_named(found, (), (IRELAND,), "", read_only=False)
    assert spec.profile == chosen


def test_with_no_profile_named_and_no_default_one_is_asked_for() -> None:
    with pytest.raises(InvalidInput, match="--profile NAME"):
        connections_named(listing(DEV), (), (IRELAND,), "", read_only=False)


def test_a_profile_that_is_not_there_is_refused_with_the_file_it_was_looked_for_in() -> None:
    with pytest.raises(InvalidInput, match="no profile “typo” in the AWS config file"):
        connections_named(listing(), ("dev", "typo"), (IRELAND,), "", read_only=False)


def test_a_profile_without_a_region_is_refused_with_what_to_give() -> None:
    with pytest.raises(InvalidInput, match="“elsewhere” names no region: give --region") as refused:
        connections_named(listing(Profile("elsewhere", ProfileKind.KEYS)), ("elsewhere",), (), "", False)
    assert refused.value.field == "Region"


def test_an_environment_chosen_by_hand_overrules_the_name() -> None:
    chosen = (("dev", Environment.PRODUCTION), ("prod-runner", Environment.TEST))
    specs = connections_named(listing(), ("dev", "prod-runner"), (), "", read_only=False, environments=chosen)
    assert [(spec.environment, spec.read_only) for spec in specs] == [
        (Environment.PRODUCTION, True),
        (Environment.TEST, False),
    ]


def test_a_typed_key_is_named_like_a_profile() -> None:
    known = with_kept_keys(listing(), ("typed", "dev"))
    typed, dev = connections_named(known, ("typed", "dev"), (IRELAND,), "", read_only=False)
    assert (typed.kind, typed.connection_id) == (ProfileKind.TYPED, "typed@typed")
    assert dev.kind is ProfileKind.KEYS


@pytest.mark.parametrize(
    ("own", "of_profile", "agreed", "asked"),
    [
        (LAN, "", (), LAN),
        ("", LAN, (), LAN),
        (LAN, "", (f"{LAN}/",), ""),
        ("https://10.0.0.5", LAN, (), ""),
        ("http://localhost:9324", "", (), ""),
        (LAN, "", ("http://10.0.0.5:9324",), LAN),
        ("", "", (), ""),
    ],
    ids=["own", "the profile's", "agreed", "https instead", "this machine", "another port", "AWS"],
)
def test_plain_http_beyond_this_machine_needs_an_agreement(
    own: str, of_profile: str, agreed: tuple[str, ...], asked: str
) -> None:
    known = listing(Profile("dev", ProfileKind.KEYS, endpoint_url=of_profile))
    spec = ConnectionSpec("dev", (IRELAND,), endpoint_url=own)
    assert plain_endpoint(spec, known, frozenset(agreed)) == asked


class Servers:
    """Connections `dev` and `other` (another account) in two regions each."""

    def __init__(self) -> None:
        self.fake = FakeSqs(FakeClock())
        self.fake.account_of_profile["other"] = "210987654321"
        opener = FakeConnectionOpener(self.fake)
        self.gateways = [opener.open(ConnectionSpec(name, (IRELAND, VIRGINIA))) for name in ("dev", "other")]

    async def find(self, named: str) -> QueueRef:
        return await find_named_queue(self.gateways, named)

    def asked(self) -> list[tuple[str, str]]:
        """Who asked where for a queue's URL, in order."""
        return [(call.profile, call.region) for call in self.fake.calls if call.operation == "GetQueueUrl"]


def test_a_name_is_looked_for_connection_by_connection_and_region_by_region(run: RunCoroutine) -> None:
    servers = Servers()
    url = servers.fake.create_queue("Shipping", VIRGINIA, "210987654321")
    assert run(servers.find("Shipping")) == QueueRef("other", VIRGINIA, url)
    assert servers.asked() == [("dev", IRELAND), ("dev", VIRGINIA), ("other", IRELAND), ("other", VIRGINIA)]


def test_the_first_that_has_a_queue_of_this_name_wins(run: RunCoroutine) -> None:
    servers = Servers()
    for region in (IRELAND, VIRGINIA):
        servers.fake.create_queue("OrderQueue", region)
    assert run(servers.find("OrderQueue")).region == IRELAND


def test_an_arn_goes_to_its_region_and_account(run: RunCoroutine) -> None:
    servers = Servers()
    servers.fake.create_queue("OrderQueue", VIRGINIA)
    other = servers.fake.create_queue("OrderQueue", VIRGINIA, "210987654321")
    assert run(servers.find(servers.fake.arn(other))).url == other
    assert {region for _, region in servers.asked()} == {VIRGINIA}


def test_an_arn_of_a_region_that_is_not_open_is_not_found_and_nobody_is_asked(run: RunCoroutine) -> None:
    servers = Servers()
    with pytest.raises(QueueNotFound, match="No open connection has a queue arn:aws:sqs:eu-central-1"):
        run(servers.find(f"arn:aws:sqs:{FRANKFURT}:123456789012:OrderQueue"))
    assert servers.asked() == []


@pytest.mark.parametrize(
    ("url", "region"),
    [
        ("https://sqs.us-east-1.amazonaws.com/123456789012/OrderQueue", VIRGINIA),
        ("https://sqs.eu-west-1.amazonaws.com/123456789012/OrderQueue", IRELAND),
        ("http://localhost:9324/000000000000/OrderQueue", IRELAND),
    ],
    ids=["the second region", "the first region", "a server without regions"],
)
def test_a_url_goes_to_the_region_in_its_host(run: RunCoroutine, url: str, region: str) -> None:
    assert run(Servers().find(url)) == QueueRef("dev", region, url)


def test_a_url_that_fits_several_places_goes_to_the_one_that_has_the_queue(run: RunCoroutine) -> None:
    servers = Servers()
    servers.fake.create_queue("OrderQueue", VIRGINIA)
    found = run(servers.find("http://localhost:9324/123456789012/OrderQueue"))
    assert (found.connection_id, found.region) == ("dev", VIRGINIA)


def test_a_url_that_fits_two_connections_goes_to_the_one_that_has_the_queue(run: RunCoroutine) -> None:
    servers = Servers()
    url = servers.fake.create_queue("OrderQueue", VIRGINIA, "210987654321")
    servers.fake.fail_next("GetQueueAttributes", AccessDenied("No.", action="sqs:GetQueueAttributes"))
    assert run(servers.find(url)) == QueueRef("other", VIRGINIA, url)


def test_the_first_refusal_is_told_if_nobody_has_the_queue(run: RunCoroutine) -> None:
    servers = Servers()
    servers.fake.fail_next("GetQueueUrl", AccessDenied("No.", action="sqs:GetQueueUrl"))
    with pytest.raises(AccessDenied, match="No"):
        run(servers.find("OrderQueue"))


def test_with_nothing_open_no_queue_is_found(run: RunCoroutine) -> None:
    with pytest.raises(QueueNotFound, match="OrderQueue"):
        run(find_named_queue((), "OrderQueue"))
