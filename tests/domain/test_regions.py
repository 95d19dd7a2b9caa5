"""The static table of regions, compared with botocore's."""

from __future__ import annotations

import botocore.session
import pytest

from sqs_explorer.domain.regions import PARTITIONS, REGION_NAMES, is_opt_in, partition_of, region_name


def test_every_region_of_every_partition_has_botocores_name() -> None:
    endpoints = botocore.session.Session().get_component("data_loader").load_data("endpoints")
    theirs = {
        partition["partition"]: {code: region["description"] for code, region in partition["regions"].items()}
        for partition in endpoints["partitions"]
    }
    assert {name: dict(regions) for name, regions in PARTITIONS.items()} == theirs


def test_every_region_with_sqs_is_there() -> None:
    session = botocore.session.Session()
    for partition in session.get_available_partitions():
        assert set(session.get_available_regions("sqs", partition)) <= set(REGION_NAMES)


@pytest.mark.parametrize(
    ("code", "name", "partition"),
    [
        ("eu-west-1", "Europe (Ireland)", "aws"),
        ("cn-north-1", "China (Beijing)", "aws-cn"),
        ("mars-north-1", "mars-north-1", "aws"),
    ],
)
def test_a_region_is_called_by_its_name_and_an_unknown_one_by_its_code(
    code: str, name: str, partition: str
) -> None:
    assert region_name(code) == name
    assert partition_of(code) == partition


def test_newer_regions_must_be_enabled_first() -> None:
    assert is_opt_in("eu-south-1")
    assert not is_opt_in("eu-west-1")
    assert not is_opt_in("us-gov-west-1")
