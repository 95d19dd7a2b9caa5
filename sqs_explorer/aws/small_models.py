"""What the program asks of IAM and EC2, one operation each, in the words of botocore's service descriptions.

botocore's own hold hundreds of operations: reading EC2's takes 17 MiB and holds up the window for 50 ms.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.loaders import Loader
from typing_extensions import override

Model = Mapping[str, Any]

_TEXT = {"type": "string"}
_POST = {"method": "POST", "requestUri": "/"}


def _service(protocol: str, service_id: str, version: str, namespace: str, **metadata: str) -> dict[str, Any]:
    prefix = service_id.lower()
    return {
        "apiVersion": version,
        "endpointPrefix": prefix,
        "protocol": protocol,
        "protocols": [protocol],
        "serviceId": service_id,
        "signatureVersion": "v4",
        "uid": f"{prefix}-{version}",
        "xmlNamespace": namespace,
        "auth": ["aws.auth#sigv4"],
        **metadata,
    }


_IAM: Model = {
    "version": "2.0",
    "metadata": _service(
        "query",
        "IAM",
        "2010-05-08",
        "https://iam.amazonaws.com/doc/2010-05-08/",
        globalEndpoint="iam.amazonaws.com",
    ),
    "operations": {
        "ListAccountAliases": {
            "name": "ListAccountAliases",
            "http": _POST,
            "input": {"shape": "ListAccountAliasesRequest"},
            "output": {"shape": "ListAccountAliasesResponse", "resultWrapper": "ListAccountAliasesResult"},
        }
    },
    "shapes": {
        "ListAccountAliasesRequest": {"type": "structure", "members": {}},
        "ListAccountAliasesResponse": {
            "type": "structure",
            "members": {"AccountAliases": {"shape": "accountAliasListType"}},
        },
        "accountAliasListType": {"type": "list", "member": {"shape": "accountAliasType"}},
        "accountAliasType": _TEXT,
    },
}

_EC2: Model = {
    "version": "2.0",
    "metadata": _service("ec2", "EC2", "2016-11-15", "http://ec2.amazonaws.com/doc/2016-11-15"),
    "operations": {
        "DescribeRegions": {
            "name": "DescribeRegions",
            "http": _POST,
            "input": {"shape": "DescribeRegionsRequest"},
            "output": {"shape": "DescribeRegionsResult"},
        }
    },
    "shapes": {
        "DescribeRegionsRequest": {"type": "structure", "members": {"AllRegions": {"shape": "Boolean"}}},
        "Boolean": {"type": "boolean"},
        "DescribeRegionsResult": {
            "type": "structure",
            "members": {"Regions": {"shape": "RegionList", "locationName": "regionInfo"}},
        },
        "RegionList": {"type": "list", "member": {"shape": "Region", "locationName": "item"}},
        "Region": {
            "type": "structure",
            "members": {"RegionName": {"shape": "String", "locationName": "regionName"}},
        },
        "String": _TEXT,
    },
}

SMALL_MODELS: Mapping[str, Model] = {"iam": _IAM, "ec2": _EC2}
"""By the name of the service."""


class SmallLoader(Loader):
    """botocore's loader, with the small descriptions in the place of the large ones."""

    @override
    def load_service_model(self, service_name: str, type_name: str, api_version: str | None = None) -> Any:
        """Return a description; UnknownServiceError if there is none."""
        if type_name == "service-2" and service_name in SMALL_MODELS:
            return SMALL_MODELS[service_name]
        return super().load_service_model(service_name, type_name, api_version)
