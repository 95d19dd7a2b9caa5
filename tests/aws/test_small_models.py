"""The small descriptions of IAM and EC2 say what botocore's own say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import botocore.session
import pytest
from botocore.loaders import create_loader

from sqs_explorer.aws.small_models import SMALL_MODELS, SmallLoader

_UNUSED = {"documentation", "serviceAbbreviation", "serviceFullName", "errors"}


def assert_part(small: object, whole: object, where: str) -> None:
    """Raise unless everything in `small` is the same in `whole`."""
    if isinstance(small, Mapping) and isinstance(whole, Mapping):
        for name, value in small.items():
            assert_part(value, whole[name], f"{where}.{name}")
    else:
        assert small == whole, where


@pytest.mark.parametrize("service", SMALL_MODELS)
def test_a_small_description_is_a_part_of_the_large_one(service: str) -> None:
    whole: Mapping[str, Any] = create_loader().load_service_model(service, "service-2")
    small = SMALL_MODELS[service]
    assert_part(small, whole, service)
    assert set(whole["metadata"]) - _UNUSED == set(small["metadata"])


@pytest.mark.parametrize(
    ("service", "region", "host"),
    [
        ("iam", "eu-west-1", "https://iam.amazonaws.com"),
        ("iam", "cn-north-1", "https://iam.cn-north-1.amazonaws.com.cn"),
        ("iam", "us-gov-west-1", "https://iam.us-gov.amazonaws.com"),
        ("ec2", "eu-west-1", "https://ec2.eu-west-1.amazonaws.com"),
        ("ec2", "cn-north-1", "https://ec2.cn-north-1.amazonaws.com.cn"),
    ],
)
def test_a_client_finds_its_endpoint_in_every_partition(service: str, region: str, host: str) -> None:
    session = botocore.session.Session()
    session.register_component("data_loader", SmallLoader(include_default_search_paths=True))
    client = session.create_client(service, region_name=region)
    assert client.meta.endpoint_url == host
    assert client.meta.service_model.operation_names == list(SMALL_MODELS[service]["operations"])
    client.close()
