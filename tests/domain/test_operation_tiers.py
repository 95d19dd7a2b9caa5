"""The table of tiers, and that nothing can be called which is not in it."""

from __future__ import annotations

import re
from pathlib import Path

import botocore.session
import pytest

import sqs_explorer.aws
from sqs_explorer.domain.errors import ReadOnlyConnection
from sqs_explorer.domain.operation_tiers import OPERATION_TIERS, Tier, refuse_when_read_only

SIGNING_IN = {
    "AssumeRole",
    "AssumeRoleWithWebIdentity",
    "GetRoleCredentials",
    "RegisterClient",
    "StartDeviceAuthorization",
    "CreateToken",
    "CreateOAuth2Token",
}
"""What botocore, or signing in, asks for on the way to credentials."""


@pytest.mark.parametrize("operation", OPERATION_TIERS)
def test_a_read_only_connection_allows_reading_and_inspecting_alone(operation: str) -> None:
    refuse_when_read_only(operation, read_only=False)
    if OPERATION_TIERS[operation] in {Tier.READ, Tier.INSPECT}:
        refuse_when_read_only(operation, read_only=True)
    else:
        with pytest.raises(ReadOnlyConnection, match=operation):
            refuse_when_read_only(operation, read_only=True)


@pytest.mark.parametrize(
    ("operation", "tier"),
    [
        ("ReceiveMessage", Tier.INSPECT),
        ("SendMessage", Tier.WRITE),
        ("DeleteMessageBatch", Tier.DESTROY),
        ("PurgeQueue", Tier.DESTROY),
        ("DeleteQueue", Tier.DESTROY),
        ("ListRegions", Tier.READ),
        ("ListQueues", Tier.READ),
    ],
)
def test_an_operation_has_the_tier_of_what_it_can_do(operation: str, tier: Tier) -> None:
    assert OPERATION_TIERS[operation] is tier


def test_an_operation_without_a_tier_can_not_be_called() -> None:
    with pytest.raises(KeyError):
        refuse_when_read_only("CreateQueue", read_only=False)


def test_every_operation_that_the_gateway_names_has_a_tier() -> None:
    folder = Path(sqs_explorer.aws.__file__).parent
    sources = ("gateway.py", "calling.py", "account_facts.py")
    source = "".join((folder / name).read_text(encoding="utf-8") for name in sources)
    named = set(re.findall(r'"([A-Z][A-Za-z]+)"', source)) & operations_of(
        "sqs", "sts", "iam", "account", "ec2"
    )
    assert named == set(OPERATION_TIERS) - SIGNING_IN


def test_what_signs_in_is_named_as_aws_names_it() -> None:
    assert operations_of("sts", "sso", "sso-oidc", "signin") >= SIGNING_IN


def operations_of(*services: str) -> set[str]:
    """Return the names of all operations that AWS has in these services."""
    session = botocore.session.Session()
    return {name for service in services for name in session.get_service_model(service).operation_names}
