"""What Filter messages finds, and what it says about an expression it can't read."""

from __future__ import annotations

import json

import pytest

from sqs_explorer.domain.errors import InvalidInput
from sqs_explorer.domain.messages import MessageAttribute, ReceivedMessage
from sqs_explorer.services.message_search import compiled_expression, message_filter

ORDER = ReceivedMessage(
    "5F3C-b81d",
    "handle",
    '{"orderId": "ORD123", "total": 100, "items": [{"sku": "KB-204"}]}',
    attributes=(
        MessageAttribute("eventType", "String", "order.created"),
        MessageAttribute("signature", "Binary", binary_value=b"\x9f\x86\xd0"),
    ),
    system_attributes={"MessageGroupId": "Customer-7"},
)


@pytest.mark.parametrize(
    "text", ["ord123", "KB-204", "5f3c", "EVENTTYPE", "Order.Created", "9f86d0", "customer-7", "", "  "]
)
def test_text_finds(text: str) -> None:
    assert message_filter(text)(ORDER)


@pytest.mark.parametrize("text", ["ORD124", "handle", "9f86d1"])
def test_text_does_not_find(text: str) -> None:
    assert not message_filter(text)(ORDER)


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("= total > `50`", True),
        ("=total > `500`", False),
        ("=items[?sku=='KB-204']", True),
        ("=items[?sku=='none']", False),
        ("=starts_with(orderId, 'ORD')", True),
        ("=starts_with(missing, 'ORD')", False),
        ("=", True),
    ],
)
def test_an_expression_looks_into_the_body(expression: str, found: bool) -> None:
    assert message_filter(expression)(ORDER) is found


@pytest.mark.parametrize("body", ["text", "", "{'single': 1}", "[" * 100_000])
def test_a_body_that_is_no_json_is_not_found_by_an_expression(body: str) -> None:
    assert not message_filter("=total")(ReceivedMessage("a", "h", body))


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("=total >", "Not a JMESPath expression: it breaks off."),
        ("=total > 50", "Not a JMESPath expression: unexpected '50' at character 9."),
        ("=shout(total)", "Not a JMESPath expression: Unknown function: shout()."),
    ],
)
def test_an_expression_that_cannot_be_read_says_why(expression: str, reason: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        message_filter(expression)
    assert caught.value.reason == reason
    assert caught.value.field == "Filter messages"


@pytest.mark.parametrize(
    ("expression", "body"),
    [
        ("=total > `50`", '{"total": "100"}'),
        ("=total > `50`", '{"total": [1]}'),
        ("=items[?price > `1`]", '{"items": [{"price": "free"}]}'),
        ("=contains(sku, `1`)", '{"sku": "KB-204"}'),
        ("=ceil(total)", '{"total": 1e400}'),
        ("=floor(total)", '{"total": NaN}'),
        ("=items[::0]", '{"items": [1]}'),
    ],
)
def test_a_value_of_another_kind_than_the_expression_expects_is_not_found(expression: str, body: str) -> None:
    assert not message_filter(expression)(ReceivedMessage("a", "h", body))
    assert not compiled_expression(expression[1:], "Group by")(json.loads(body))


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("=" + "(" * 5_000 + "a", "it is nested too deeply"),
        ("=" + "!" * 5_000 + "a", "it is nested too deeply"),
        ("=not_null()", "a function lacks arguments"),
    ],
    ids=["brackets", "negations", "no arguments"],
)
def test_an_expression_that_the_library_chokes_on_says_why(expression: str, reason: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        message_filter(expression)
    assert caught.value.reason == f"Not a JMESPath expression: {reason}."


def test_one_text_among_numbers_does_not_hide_the_others_from_an_expression() -> None:
    body = '{"items": [{"price": "free"}, {"price": 2}, {"price": 0.5}]}'
    assert message_filter("=items[?price > `1`]")(ReceivedMessage("a", "h", body))
    search = compiled_expression("items[?price > `1`].price", "Group by")
    assert search(json.loads(body)) == [2]
