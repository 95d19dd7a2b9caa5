"""Which hosts AWS's own services answer at, and which it only rents to others."""

from __future__ import annotations

import pytest

from sqs_explorer.aws.endpoints import is_aws


@pytest.mark.parametrize(
    "host",
    [
        "sqs.eu-west-1.amazonaws.com",
        "eu-west-1.queue.amazonaws.com",
        "sqs.eu-west-1.api.aws",
        "sqs.cn-north-1.amazonaws.com.cn",
        "sqs.eusc-de-east-1.amazonaws.eu",
        "vpce-0a1b2c3d-9x8y.sqs.eu-west-1.vpce.amazonaws.com",
        "sts.amazonaws.com.",
    ],
)
def test_a_services_own_host_is_aws(host: str) -> None:
    assert is_aws(f"https://{host}")
    assert is_aws(f"https://{host.upper()}:443/123456789012/orders")


@pytest.mark.parametrize(
    "host",
    [
        "ec2-192-0-2-7.eu-west-1.compute.amazonaws.com",
        "ec2-192-0-2-7.compute-1.amazonaws.com",
        "mocks-1a2b.elb.eu-west-1.amazonaws.com",
        "mocks-1a2b.eu-west-1.elb.amazonaws.com",
        "mocks-1a2b.elb.cn-north-1.amazonaws.com.cn",
        "1a2b3c.execute-api.eu-west-1.amazonaws.com",
        "1a2b3c.lambda-url.eu-west-1.on.aws",
        "vpce-0a1b-9x8y.vpce-svc-4d5e6f.eu-west-1.vpce.amazonaws.com",
    ],
)
def test_a_machine_that_aws_rents_out_is_not_aws(host: str) -> None:
    """ElasticMQ or moto on EC2: taken for AWS, a move there would lose trace headers."""
    assert not is_aws(f"http://{host}:9324")


@pytest.mark.parametrize(
    "host", ["localhost", "localhost.localstack.cloud", "amazonaws.com.example.org", "notamazonaws.com"]
)
def test_another_host_is_not_aws(host: str) -> None:
    assert not is_aws(f"http://{host}:4566")
