"""A region that is not enabled is told from wrong keys, and one that does not exist from a dead network."""

from __future__ import annotations

from typing import Any, NoReturn

import pytest
from botocore.exceptions import EndpointConnectionError
from typing_extensions import override

from sqs_explorer.aws.blocking_calls import BlockingCalls
from sqs_explorer.aws.calling import AwsCaller
from sqs_explorer.aws.credentials.sources import CredentialSources
from sqs_explorer.aws.error_translation import translate_error
from sqs_explorer.aws.loop_bridge import LoopBridge
from sqs_explorer.aws.sessions import ConnectionSession, SharedLibrary
from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import CredentialsRejected, RegionNotEnabled, SqsExplorerError, Unreachable
from sqs_explorer.services.write_locking import WriteLock
from tests.fakes.fake_clock import FakeClock
from tests.guards.event_loops import RunCoroutine


class SessionOnAws(ConnectionSession):
    """AWS as it answers keys in a region: unknown there, and known to STS elsewhere or not."""

    def __init__(self, regions: tuple[str, ...], *, sts_knows_the_keys: bool) -> None:
        super().__init__(ConnectionSpec("dev", regions), SharedLibrary(), CredentialSources(frozenset), 1)
        self._sts_knows_the_keys = sts_knows_the_keys

    @override
    def sqs(self, region: str, *, once: bool = False) -> NoReturn:
        raise CredentialsRejected(
            "The security token is invalid.", operation="ListQueues", code="Unrecognized"
        )

    @override
    def sts(self) -> Any:
        if not self._sts_knows_the_keys:
            raise CredentialsRejected("The security token is invalid.")
        return self

    def get_caller_identity(self) -> dict[str, str]:
        return {"Account": "1"}


@pytest.mark.parametrize(
    ("region", "sts_knows_the_keys", "expected"),
    [
        ("eu-south-1", True, RegionNotEnabled),
        ("eu-south-1", False, CredentialsRejected),
        ("eu-west-1", True, CredentialsRejected),
    ],
)
def test_rejected_keys_that_sts_knows_mean_a_region_that_is_not_enabled(
    run: RunCoroutine, region: str, sts_knows_the_keys: bool, expected: type[SqsExplorerError]
) -> None:
    async def scenario() -> None:
        calls = BlockingCalls("aws", workers=1)
        session = SessionOnAws((region,), sts_knows_the_keys=sts_knows_the_keys)
        clock = FakeClock()
        lock = WriteLock(clock.now, clock.monotonic, locked=False)
        caller = AwsCaller("dev", session, calls, clock, lock, bridge=LoopBridge())
        with pytest.raises(SqsExplorerError) as caught:
            await caller.call(region, "ListQueues", {})
        await calls.close()
        assert type(caught.value) is expected

    run(scenario())


def test_sts_is_asked_in_a_region_that_is_always_enabled() -> None:
    assert SessionOnAws(("eu-south-1",), sts_knows_the_keys=True).home_region() == "us-east-1"
    assert SessionOnAws(("eu-south-1", "eu-west-3"), sts_knows_the_keys=True).home_region() == "eu-west-3"


@pytest.mark.parametrize(
    ("region", "expected"), [("eu-west-9", RegionNotEnabled), ("eu-west-1", Unreachable)]
)
def test_an_unknown_regions_endpoint_is_no_network_fault(
    region: str, expected: type[SqsExplorerError]
) -> None:
    error = EndpointConnectionError(endpoint_url=f"https://sqs.{region}.amazonaws.com/")
    assert type(translate_error(error, "ListQueues", region=region)) is expected
