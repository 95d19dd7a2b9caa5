"""Which environment a profile's name suggests, what tells connections apart, who an ARN is in words."""

from __future__ import annotations

import pytest

from sqs_explorer.domain.connections import (
    ConnectionSpec,
    Environment,
    Identity,
    ProfileKind,
    guess_environment,
)


@pytest.mark.parametrize(
    ("name", "environment"),
    [
        ("prod", Environment.PRODUCTION),
        ("production-orders", Environment.PRODUCTION),
        ("orders_PROD", Environment.PRODUCTION),
        ("acme.prd", Environment.PRODUCTION),
        ("acme/live", Environment.PRODUCTION),
        ("staging", Environment.TEST),
        ("orders-test", Environment.TEST),
        ("qa", Environment.TEST),
        ("uat-eu", Environment.TEST),
        ("preprod", Environment.TEST),
        ("dev", Environment.DEVELOPMENT),
        ("default", Environment.DEVELOPMENT),
        ("reproduce", Environment.DEVELOPMENT),
        ("delivery", Environment.DEVELOPMENT),
        ("", Environment.DEVELOPMENT),
    ],
)
def test_a_name_suggests_its_environment(name: str, environment: Environment) -> None:
    assert guess_environment(name) is environment


def test_a_name_with_production_in_it_is_never_taken_for_less() -> None:
    assert guess_environment("test-and-prod") is Environment.PRODUCTION


def test_the_same_profile_elsewhere_is_another_connection() -> None:
    at_aws = ConnectionSpec("dev", ("eu-west-1",))
    at_home = ConnectionSpec("dev", ("eu-west-1",), endpoint_url="http://localhost:9324")
    in_the_demo = ConnectionSpec("dev", ("eu-west-1",), environment=Environment.DEMO)
    assert len({spec.connection_id for spec in (at_aws, at_home, in_the_demo)}) == 3
    assert [spec.title for spec in (at_aws, at_home, in_the_demo)] == ["dev"] * 3


def test_other_regions_and_read_only_leave_it_the_same_connection() -> None:
    spec = ConnectionSpec("dev", ("eu-west-1",))
    edited = ConnectionSpec("dev", ("us-east-1",), read_only=True)
    assert edited.connection_id == spec.connection_id
    assert spec.with_regions(("us-east-1",)).regions == ("us-east-1",)


@pytest.mark.parametrize(
    ("arn", "short_name"),
    [
        ("arn:aws:iam::123456789012:user/demo", "user/demo"),
        ("arn:aws:iam::123456789012:user/division/anna", "user/division/anna"),
        ("arn:aws:sts::123456789012:assumed-role/OnCall/anna", "role/OnCall"),
        ("arn:aws:iam::123456789012:root", "root"),
        ("arn:aws:sts::123456789012:federated-user/anna", "federated-user/anna"),
    ],
)
def test_an_arn_is_short_in_a_persons_words(arn: str, short_name: str) -> None:
    assert Identity("123456789012", arn).short_name == short_name


def test_every_kind_of_profile_and_every_environment_has_its_sign() -> None:
    assert all(kind.icon for kind in ProfileKind)
    assert len({environment.band for environment in Environment}) == len(Environment)
    assert len({environment.tone for environment in Environment}) == len(Environment)
