"""The regions of every AWS partition with their friendly names: a static table, starting asks nobody."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PARTITIONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "aws": {
            "af-south-1": "Africa (Cape Town)",
            "ap-east-1": "Asia Pacific (Hong Kong)",
            "ap-east-2": "Asia Pacific (Taipei)",
            "ap-northeast-1": "Asia Pacific (Tokyo)",
            "ap-northeast-2": "Asia Pacific (Seoul)",
            "ap-northeast-3": "Asia Pacific (Osaka)",
            "ap-south-1": "Asia Pacific (Mumbai)",
            "ap-south-2": "Asia Pacific (Hyderabad)",
            "ap-southeast-1": "Asia Pacific (Singapore)",
            "ap-southeast-2": "Asia Pacific (Sydney)",
            "ap-southeast-3": "Asia Pacific (Jakarta)",
            "ap-southeast-4": "Asia Pacific (Melbourne)",
            "ap-southeast-5": "Asia Pacific (Malaysia)",
            "ap-southeast-6": "Asia Pacific (New Zealand)",
            "ap-southeast-7": "Asia Pacific (Thailand)",
            "ca-central-1": "Canada (Central)",
            "ca-west-1": "Canada West (Calgary)",
            "eu-central-1": "Europe (Frankfurt)",
            "eu-central-2": "Europe (Zurich)",
            "eu-north-1": "Europe (Stockholm)",
            "eu-south-1": "Europe (Milan)",
            "eu-south-2": "Europe (Spain)",
            "eu-west-1": "Europe (Ireland)",
            "eu-west-2": "Europe (London)",
            "eu-west-3": "Europe (Paris)",
            "il-central-1": "Israel (Tel Aviv)",
            "me-central-1": "Middle East (UAE)",
            "me-south-1": "Middle East (Bahrain)",
            "mx-central-1": "Mexico (Central)",
            "sa-east-1": "South America (Sao Paulo)",
            "us-east-1": "US East (N. Virginia)",
            "us-east-2": "US East (Ohio)",
            "us-west-1": "US West (N. California)",
            "us-west-2": "US West (Oregon)",
        },
        "aws-cn": {
            "cn-north-1": "China (Beijing)",
            "cn-northwest-1": "China (Ningxia)",
        },
        "aws-us-gov": {
            "us-gov-east-1": "AWS GovCloud (US-East)",
            "us-gov-west-1": "AWS GovCloud (US-West)",
        },
        "aws-iso": {
            "us-iso-east-1": "US ISO East",
            "us-iso-west-1": "US ISO WEST",
        },
        "aws-iso-b": {
            "us-isob-east-1": "US ISOB East (Ohio)",
            "us-isob-west-1": "US ISOB West",
        },
        "aws-iso-e": {
            "eu-isoe-west-1": "EU ISOE West",
        },
        "aws-iso-f": {
            "us-isof-east-1": "US ISOF EAST",
            "us-isof-south-1": "US ISOF SOUTH",
        },
        "aws-eusc": {
            "eusc-de-east-1": "AWS European Sovereign Cloud (Germany)",
        },
    }
)
"""Region code and name, by partition. A test compares it with botocore's own table."""

REGION_NAMES: Mapping[str, str] = MappingProxyType(
    {code: name for regions in PARTITIONS.values() for code, name in regions.items()}
)
"""Region code and name of all partitions, those of `aws` first."""

_ALWAYS_ENABLED = frozenset(
    {
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "ca-central-1",
        "eu-central-1",
        "eu-north-1",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "sa-east-1",
        "us-east-1",
        "us-east-2",
        "us-west-1",
        "us-west-2",
    }
)


def region_name(code: str) -> str:
    """Return a region's friendly name, such as "Europe (Ireland)"; an unknown code is its own name."""
    return REGION_NAMES.get(code, code)


def partition_of(code: str) -> str:
    """Return the partition of a region; an unknown one is taken for one of `aws`, the biggest."""
    return next((partition for partition, regions in PARTITIONS.items() if code in regions), "aws")


def is_opt_in(code: str) -> bool:
    """Whether an account must enable this region first.

    Source: AWS Account Management, "Enable or disable AWS Regions in your account".
    """
    return code in PARTITIONS["aws"] and code not in _ALWAYS_ENABLED
