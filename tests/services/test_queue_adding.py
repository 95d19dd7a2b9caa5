"""A queue is named by URL, ARN or name; what is wrong with it is said, and SQS is asked for it once."""

from __future__ import annotations

import pytest

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import AccessDenied, InvalidInput, QueueNotFound, Unreachable
from sqs_explorer.services.queue_adding import (
    ACCOUNT_FIELD,
    QUEUE_FIELD,
    NamedQueue,
    find_named,
    parse_named_queue,
)
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_connections import FakeConnectionOpener
from tests.fakes.fake_gateway import FakeSqsGateway
from tests.fakes.fake_sqs import FakeSqs
from tests.guards.event_loops import RunCoroutine

ACCOUNT = "123456789012"
IRISH_URL = f"https://sqs.eu-west-1.amazonaws.com/{ACCOUNT}/orders"


@pytest.fixture
def fake() -> FakeSqs:
    return FakeSqs(FakeClock())


def gateway(fake: FakeSqs, region: str = "eu-west-1") -> FakeSqsGateway:
    return FakeConnectionOpener(fake).open(ConnectionSpec("dev", (region,))).sqs(region)


@pytest.mark.parametrize(
    ("url", "region", "account_id", "name"),
    [
        (IRISH_URL, "eu-west-1", ACCOUNT, "orders"),
        (f"  {IRISH_URL}/ ", "eu-west-1", ACCOUNT, "orders"),
        (f"https://eu-west-1.queue.amazonaws.com/{ACCOUNT}/a.fifo", "eu-west-1", ACCOUNT, "a.fifo"),
        (f"https://queue.amazonaws.com/{ACCOUNT}/orders", "us-east-1", ACCOUNT, "orders"),
        (f"https://sqs.cn-north-1.amazonaws.com.cn/{ACCOUNT}/orders", "cn-north-1", ACCOUNT, "orders"),
        (f"https://vpce-0a-b1.sqs.eu-west-2.vpce.amazonaws.com/{ACCOUNT}/q", "eu-west-2", ACCOUNT, "q"),
        ("http://localhost:4566/000000000000/orders", "", "000000000000", "orders"),
        ("http://sqs.eu-west-1.localhost:4566/000000000000/q", "eu-west-1", "000000000000", "q"),
        ("http://localhost:9324/queue/orders", "", "", "orders"),
        ("http://localhost:9324/orders", "", "", "orders"),
    ],
)
def test_a_url_says_name_account_and_region(url: str, region: str, account_id: str, name: str) -> None:
    named = parse_named_queue(url, "999988887777")
    assert (named.region, named.account_id, named.name) == (region, account_id, name)
    assert named.url == url.strip().rstrip("/")


def test_the_address_of_a_queues_page_in_the_console_is_taken_for_its_url() -> None:
    place = "https%3A%2F%2Fsqs.eu-west-1.amazonaws.com%2F123456789012%2Forders"
    address = f"https://eu-west-1.console.aws.amazon.com/sqs/v3/home?region=eu-west-1#/queues/{place}"
    assert parse_named_queue(address).url == IRISH_URL


def test_an_arn_says_name_account_and_region() -> None:
    arn = f"arn:aws-cn:sqs:cn-north-1:{ACCOUNT}:orders.fifo"
    assert parse_named_queue(arn) == NamedQueue("orders.fifo", ACCOUNT, "cn-north-1", arn=arn)


def test_an_arn_of_a_server_that_knows_no_regions_says_none() -> None:
    assert parse_named_queue("arn:aws:sqs:elasticmq:000000000000:orders").region == ""


def test_a_name_takes_the_account_typed_beside() -> None:
    assert parse_named_queue("orders", ACCOUNT) == NamedQueue("orders", ACCOUNT)
    assert parse_named_queue("orders").is_name


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ord ers", "letters, digits"),
        ("orders.fifa", "letters, digits"),
        ("q" * 81, "at most 80 characters; this has 81"),
        ("https://", "account ID and queue name"),
        ("https://sqs.eu-west-1.amazonaws.com/orders", "account ID and queue name"),
        (f"https://sqs.eu-west-1.amazonaws.com/{ACCOUNT}/or ders", "account ID and queue name"),
        (f"ftp://sqs.eu-west-1.amazonaws.com/{ACCOUNT}/orders", "account ID and queue name"),
        (f"https://me:secret@sqs.eu-west-1.amazonaws.com/{ACCOUNT}/orders", "account ID and queue name"),
        ("https://[::1/1/orders", "account ID and queue name"),
        ("arn:aws:sqs:eu-west-1:orders", "six parts"),
        (f"arn:aws:sns:eu-west-1:{ACCOUNT}:orders", "something in sns"),
        ("arn:aws:sqs:eu-west-1:12345:orders", "12 digits"),
        (f"arn:aws-cn:sqs:eu-west-1:{ACCOUNT}:orders", "eu-west-1 is a region of aws"),
    ],
)
def test_what_names_no_queue_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(InvalidInput, match=reason) as caught:
        parse_named_queue(text)
    assert caught.value.field == QUEUE_FIELD


def test_an_account_id_that_is_none_is_refused_beside_its_own_field() -> None:
    with pytest.raises(InvalidInput, match="12 digits") as caught:
        parse_named_queue("orders", "1234")
    assert caught.value.field == ACCOUNT_FIELD


def test_a_url_needs_no_look_up_and_its_attributes_are_read_once(fake: FakeSqs, run: RunCoroutine) -> None:
    url = fake.create_queue("orders")
    found = run(find_named(gateway(fake), "dev", parse_named_queue(url)))
    assert found.queue.url == url
    assert found.attributes is not None
    assert [call.operation for call in fake.calls] == ["GetQueueAttributes"]


def test_another_accounts_queue_is_found_by_name_and_account(fake: FakeSqs, run: RunCoroutine) -> None:
    url = fake.create_queue("orders", account_id="999988887777")
    found = run(find_named(gateway(fake), "dev", parse_named_queue("orders", "999988887777")))
    assert found.queue.url == url
    assert [call.operation for call in fake.calls] == ["GetQueueUrl", "GetQueueAttributes"]


def test_a_queue_that_may_not_be_read_is_found_and_says_so(fake: FakeSqs, run: RunCoroutine) -> None:
    url = fake.create_queue("orders")
    denial = AccessDenied("no", action="sqs:GetQueueAttributes")
    fake.fail_next("GetQueueAttributes", denial)
    found = run(find_named(gateway(fake), "dev", parse_named_queue(url)))
    assert (found.queue.url, found.attributes, found.denial) == (url, None, denial)


def test_a_queue_that_is_not_there_or_does_not_answer_is_not_found(fake: FakeSqs, run: RunCoroutine) -> None:
    with pytest.raises(QueueNotFound):
        run(find_named(gateway(fake), "dev", parse_named_queue("orders")))
    with pytest.raises(QueueNotFound):
        run(find_named(gateway(fake), "dev", parse_named_queue(IRISH_URL)))
    fake.fail_next("GetQueueAttributes", Unreachable("no answer"))
    with pytest.raises(Unreachable):
        run(find_named(gateway(fake), "dev", parse_named_queue(IRISH_URL)))
