"""How a queue is named and which queue is whose DLQ."""

import pytest

from sqs_explorer.domain.queues import (
    QueueAttributes,
    QueueRef,
    RedrivePolicy,
    arn_account_id,
    arn_name,
    arn_region,
    is_same_queue,
    parse_redrive_policy,
)

URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/OrderQueue"
ARN = "arn:aws:sqs:eu-west-1:123456789012:OrderQueue"


def queue(url: str = URL, region: str = "eu-west-1") -> QueueRef:
    return QueueRef("dev", region, url)


def test_name_and_account_come_from_the_end_of_the_url() -> None:
    assert (queue().name, queue().account_id) == ("OrderQueue", "123456789012")
    behind_a_path = queue("http://localhost:4566/queue/eu-west-1/000000000000/A.fifo/")
    assert (behind_a_path.name, behind_a_path.account_id) == ("A.fifo", "000000000000")


def test_a_url_without_an_account_has_none() -> None:
    assert queue("http://localhost:9324/queue/OrderQueue").account_id == ""
    assert queue("http://localhost:9324/OrderQueue").account_id == ""


def test_only_the_suffix_makes_a_queue_fifo() -> None:
    assert queue("http://host/1/A.fifo").is_fifo
    assert not queue("http://host/1/A.fifo.old").is_fifo


def test_the_same_url_in_two_regions_is_two_queues() -> None:
    assert queue() != queue(region="us-east-1")


def test_arn_parts_are_empty_where_the_text_is_no_arn() -> None:
    assert (arn_name(ARN), arn_region(ARN), arn_account_id(ARN)) == (
        "OrderQueue",
        "eu-west-1",
        "123456789012",
    )
    assert (arn_region("OrderQueue"), arn_account_id("OrderQueue")) == ("", "")


@pytest.mark.parametrize("count", ["3", '"3"'])
def test_maximum_receives_may_be_a_number_or_a_text(count: str) -> None:
    text = f'{{"deadLetterTargetArn":"{ARN}-DLQ","maxReceiveCount":{count}}}'
    assert parse_redrive_policy(text) == RedrivePolicy(f"{ARN}-DLQ", 3)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "not json", '{"deadLetterTargetArn":"x","maxReceiveCount":"many"}', "null"]
)
def test_a_broken_redrive_policy_is_none(text: str) -> None:
    assert parse_redrive_policy(text) is None


def test_an_arn_names_a_queue_by_region_account_and_name() -> None:
    assert is_same_queue(queue(), ARN)
    assert not is_same_queue(queue(), ARN.replace("eu-west-1", "us-east-1"))
    assert not is_same_queue(queue(), ARN.replace("123456789012", "210987654321"))
    assert not is_same_queue(queue(), f"{ARN}-DLQ")


def test_the_queues_own_arn_decides_where_it_is_known() -> None:
    known = QueueAttributes(arn="arn:aws-cn:sqs:eu-west-1:123456789012:OrderQueue")
    assert not is_same_queue(queue(), ARN, known)
    assert is_same_queue(queue("http://localhost/OrderQueue"), ARN, QueueAttributes(arn=ARN))
