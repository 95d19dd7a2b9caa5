"""Failure groups: by an attribute, by a JMESPath into the body, and by the best key found by itself."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from sqs_explorer.domain.messages import MessageAttribute, ReceivedMessage
from sqs_explorer.sandbox.demo.dead_letters import CAUSES
from sqs_explorer.sandbox.demo.orders import OrderBook
from sqs_explorer.services.failure_facts import (
    KEY_CHARACTERS,
    READ_CHARACTERS,
    BodyState,
    MessageFacts,
    read_facts,
    read_values,
)
from sqs_explorer.services.failure_groups import FailureGroups, group_messages
from sqs_explorer.services.failure_keys import (
    GroupKey,
    KeyKind,
    find_key,
    rank_keys,
    speaks_of_failure,
)
from sqs_explorer.services.message_search import compiled_expression
from tests.fakes.fake_clock import START

ERROR_REASON = GroupKey(KeyKind.ATTRIBUTE, "errorReason")


def letter(number: int, body: object = "{}", sent_at: datetime = START, **attributes: str) -> ReceivedMessage:
    """Return a dead letter; a body that is no text is written as JSON."""
    text = body if isinstance(body, str) else json.dumps(body)
    values = tuple(MessageAttribute(name, "String", value) for name, value in attributes.items())
    return ReceivedMessage(f"m{number}", "handle", text, attributes=values, sent_at=sent_at)


def facts_of(letters: Sequence[ReceivedMessage]) -> list[MessageFacts]:
    return read_facts(letters, READ_CHARACTERS)[0]


def counts(result: FailureGroups) -> list[tuple[str, int]]:
    return [(group.text, group.count) for group in result.groups]


def found_in(letters: Sequence[ReceivedMessage]) -> str | None:
    key = find_key(rank_keys(facts_of(letters)))
    return key.name if key else None


def test_messages_are_grouped_by_an_attribute_with_counts_ages_and_ids() -> None:
    letters = [
        letter(1, sent_at=START, errorReason="Card declined"),
        letter(2, sent_at=START + timedelta(hours=2), errorReason="Unknown product"),
        letter(3, sent_at=START + timedelta(hours=1), errorReason="Card declined"),
    ]
    first, second = group_messages(facts_of(letters), ERROR_REASON).groups
    assert (first.text, first.count, first.message_ids) == ("Card declined", 2, ("m1", "m3"))
    assert (first.oldest, first.newest) == (START, START + timedelta(hours=1))
    assert (second.text, second.count) == ("Unknown product", 1)


def test_messages_without_the_key_are_the_last_group_however_many_they_are() -> None:
    letters = [letter(1, errorReason="Card declined"), *(letter(number) for number in range(2, 9))]
    result = group_messages(facts_of(letters), ERROR_REASON)
    assert counts(result) == [("Card declined", 1), ("No errorReason", 7)]
    assert [group.is_rest for group in result.groups] == [False, True]


def test_a_path_groups_json_bodies_and_says_which_are_not_json() -> None:
    letters = [
        letter(1, {"error": {"code": "E1"}}),
        letter(2, {"error": {"code": "E1"}}),
        letter(3, {"error": {}}),
        letter(4, "{'error': 'E1'}"),
    ]
    result = group_messages(facts_of(letters), GroupKey(KeyKind.PATH, "error.code"))
    assert counts(result) == [("E1", 2), ("Body is not JSON", 1), ("No error.code", 1)]


def test_a_value_that_reads_like_the_rest_is_a_group_of_its_own() -> None:
    letters = [letter(1, errorReason="No errorReason"), letter(2)]
    result = group_messages(facts_of(letters), ERROR_REASON)
    assert [(group.text, group.is_rest) for group in result.groups] == [
        ("No errorReason", False),
        ("No errorReason", True),
    ]


def test_a_jmespath_groups_by_what_it_finds() -> None:
    letters = [
        letter(1, {"items": [{"sku": "A"}, {"sku": "B"}]}),
        letter(2, {"items": [{"sku": "A"}, {"sku": "B"}]}),
        letter(3, {"items": 5}),
        letter(4, "text"),
    ]
    facts = facts_of(letters)
    values = read_values(letters, facts, compiled_expression("items[*].sku"))
    result = group_messages(facts, GroupKey(KeyKind.EXPRESSION, "items[*].sku"), values=values)
    assert counts(result) == [('["A", "B"]', 2), ("Body is not JSON", 1), ("No items[*].sku", 1)]


def test_a_jmespath_that_does_not_fit_a_body_finds_nothing_there() -> None:
    letters = [letter(1, {"total": "x"}), letter(2, {"total": 7})]
    values = read_values(letters, facts_of(letters), compiled_expression("abs(total)"))
    assert values == [None, "7"]


def test_every_path_listed_is_a_jmespath_that_finds_the_same_value() -> None:
    body = {"detail-type": "x", "a b": {"c": 1}, "list": [{"d": True}], "e": {"f": {"g": 2.5, "h": {"i": 1}}}}
    message = letter(1, body)
    (fact,) = facts_of([message])
    assert set(fact.paths) == {'"detail-type"', '"a b".c', "list[0].d", "e.f.g"}
    for path, text in fact.paths.items():
        assert read_values([message], [fact], compiled_expression(path)) == [text]


def test_values_that_are_null_or_deeper_than_three_names_are_no_keys() -> None:
    (fact,) = facts_of([letter(1, {"a": None, "b": {"c": {"d": {"e": 1}}}})])
    assert fact.paths == {}


def test_numbers_words_and_empty_texts_are_named_as_json_writes_them() -> None:
    body = '{"n": 12345678901234567890123, "t": true, "empty": "", "long": "' + "x" * 1_000 + '"}'
    (fact,) = facts_of([letter(1, body)])
    assert fact.paths["n"] == "12345678901234567890123"
    assert (fact.paths["t"], fact.paths["empty"]) == ("true", "(empty)")
    assert len(fact.paths["long"]) == KEY_CHARACTERS


def test_what_was_moved_is_not_counted_and_its_group_goes_down() -> None:
    letters = [letter(1, errorReason="A"), letter(2, errorReason="A"), letter(3, errorReason="B")]
    result = group_messages(facts_of(letters), ERROR_REASON, gone={"m1", "m2"})
    assert counts(result) == [("B", 1), ("A", 0)]
    assert result.groups[1].message_ids == ("m1", "m2")


def test_oldest_and_newest_are_of_what_is_left() -> None:
    later = START + timedelta(hours=2)
    letters = [
        letter(1, sent_at=START, errorReason="A"),
        letter(2, sent_at=later, errorReason="A"),
        letter(3, sent_at=START, errorReason="B"),
    ]
    left, moved = group_messages(facts_of(letters), ERROR_REASON, gone={"m1", "m3"}).groups
    assert (left.text, left.oldest, left.newest) == ("A", later, later)
    assert (moved.text, moved.oldest, moved.newest) == ("B", None, None)


def test_the_dead_letters_of_the_demo_fall_into_their_four_causes() -> None:
    chance = random.Random(5)  # noqa: S311 - the same orders in every run
    book = OrderBook(chance, 800)
    orders = [book.next_order(reason) for reason, count in CAUSES.items() for _ in range(count)]
    letters = [
        letter(number, order.body, eventType=order.event_type, errorReason=str(order.error_reason))
        for number, order in enumerate(orders)
    ]
    result = group_messages(facts_of(letters), None)
    assert result.key == ERROR_REASON
    assert counts(result) == [
        ("Card declined", 31),
        ("Unknown product", 17),
        ("Total does not match", 8),
        ("Body is not JSON", 5),
    ]


def test_an_id_that_differs_in_each_message_loses() -> None:
    letters = [letter(number, {"orderId": f"O{number}", "shop": "ab"[number % 2]}) for number in range(20)]
    assert found_in(letters) == "shop"


def test_a_constant_loses_unless_there_is_nothing_else() -> None:
    letters = [letter(number, {"shop": "ab"[number % 2]}, eventType="created") for number in range(20)]
    assert found_in(letters) == "shop"
    assert found_in([letter(n, {"id": n}, eventType="created") for n in range(20)]) == "eventType"


def test_a_key_most_messages_have_beats_one_few_have() -> None:
    letters = [
        letter(number, {"shop": "ab"[number % 2], **({"lane": "xy"[number % 2]} if number < 6 else {})})
        for number in range(20)
    ]
    assert found_in(letters) == "shop"


def test_few_groups_beat_many() -> None:
    letters = [letter(number, {"user": number // 2, "shop": number % 4}) for number in range(80)]
    assert found_in(letters) == "shop"


@pytest.mark.parametrize("name", ["errorReason", "error", "exceptionClass", "failure_cause", "HTTPError"])
def test_a_name_that_speaks_of_failure_is_preferred(name: str) -> None:
    letters = [letter(number, {name: number % 6, "shop": "ab"[number % 2]}) for number in range(30)]
    assert speaks_of_failure(name)
    assert found_in(letters) == name


@pytest.mark.parametrize("name", ["terror", "reasonable", "error.shop", "mirror"])
def test_a_word_within_a_word_does_not_speak_of_failure(name: str) -> None:
    assert not speaks_of_failure(name)


def test_an_error_id_that_differs_in_each_of_many_messages_loses() -> None:
    letters = [letter(number, {"errorId": number, "shop": "ab"[number % 2]}) for number in range(200)]
    assert found_in(letters) == "shop"


def test_three_messages_with_three_reasons_are_grouped_by_reason() -> None:
    letters = [letter(number, {"id": number}, reason=f"r{number}", kind="order") for number in range(3)]
    assert found_in(letters) == "reason"


def test_one_reason_for_all_is_said_rather_than_who_ordered() -> None:
    letters = [letter(number, {"userId": number % 10}, errorReason="Timeout") for number in range(30)]
    assert found_in(letters) == "errorReason"


def test_an_attribute_comes_before_the_same_value_in_the_body() -> None:
    letters = [letter(n, {"reason": "ab"[n % 2]}, reason="ab"[n % 2]) for n in range(10)]
    key = find_key(rank_keys(facts_of(letters)))
    assert key == GroupKey(KeyKind.ATTRIBUTE, "reason")


def test_the_key_found_does_not_depend_on_the_order_of_the_messages() -> None:
    letters = [letter(n, {"b": n % 3, "a": n % 3, "c": n % 5}) for n in range(30)]
    assert found_in(letters) == found_in(letters[::-1]) == "a"


def test_with_nothing_in_common_there_is_one_group_that_says_so() -> None:
    result = group_messages(facts_of([letter(n, {"id": n}) for n in range(3)] + [letter(9, "text")]), None)
    assert result.key is None
    assert counts(result) == [("Nothing in common", 3), ("Body is not JSON", 1)]


def test_no_messages_make_no_groups() -> None:
    assert group_messages([], None) == FailureGroups(None, (), ())


def test_binary_attributes_are_no_keys() -> None:
    message = ReceivedMessage(
        "m1", "handle", "x", attributes=(MessageAttribute("signature", "Binary", binary_value=b"\xff"),)
    )
    assert facts_of([message])[0].attributes == {}


def test_only_so_much_text_is_read_and_what_is_left_out_is_counted() -> None:
    letters = [letter(1, {"a": "x" * 40}), letter(2, {"a": "y" * 400}), letter(3, {"a": "z"})]
    facts, left = read_facts(letters, 100)
    assert [fact.body for fact in facts] == [BodyState.JSON, BodyState.UNREAD, BodyState.JSON]
    assert left == 100 - len(letters[0].body) - len(letters[2].body)
    result = group_messages(facts, GroupKey(KeyKind.PATH, "a"))
    assert result.unread == 1
    assert counts(result)[-1] == ("Body not read", 1)


def test_a_body_nested_beyond_reading_is_said_not_to_be_read() -> None:
    (fact,) = facts_of([letter(1, "[" * 100_000)])
    assert fact.body is BodyState.UNREAD
