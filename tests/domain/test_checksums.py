"""The MD5 sums, against values computed by moto for the same messages."""

from __future__ import annotations

import pytest
from moto.sqs.models import Message

from sqs_explorer.domain.checksums import md5_of_attributes, md5_of_body
from sqs_explorer.domain.messages import MessageAttribute


@pytest.mark.parametrize("body", ["", "hello", "ä🛒", "line\r\nbreak"])
def test_a_body_is_summed_as_utf_8(body: str) -> None:
    assert md5_of_body(body) == Message("id", body).body_md5


def test_a_body_that_utf_8_can_not_hold_is_summed_all_the_same() -> None:
    assert len(md5_of_body("\ud800")) == 32


def as_moto_keeps_it(attribute: MessageAttribute) -> dict[str, str | bytes]:
    if attribute.is_binary:
        return {"DataType": attribute.data_type, "BinaryValue": attribute.binary_value}
    return {"DataType": attribute.data_type, "StringValue": attribute.string_value}


CASES = {
    "a String": (MessageAttribute("name", "String", "value"),),
    "non-ASCII": (MessageAttribute("city", "String", "Zürich 🚲"),),
    "a Number with a label": (MessageAttribute("priority", "Number.int", "0010"),),
    "a Binary with a label": (MessageAttribute("picture", "Binary.gif", binary_value=b"\x00\x01\xff"),),
    "several, not in order": (
        MessageAttribute("zeta", "String", "last"),
        MessageAttribute("alpha", "Number", "1"),
        MessageAttribute("Mid", "Binary", binary_value=b"m"),
    ),
}


@pytest.mark.parametrize("attributes", CASES.values(), ids=CASES)
def test_attributes_are_summed_by_name_with_type_and_label(attributes: tuple[MessageAttribute, ...]) -> None:
    message = Message("id", "x")
    message.message_attributes = {a.name: as_moto_keeps_it(a) for a in attributes}
    assert md5_of_attributes(attributes) == message.attribute_md5


def test_no_attributes_have_no_sum() -> None:
    assert md5_of_attributes(()) == ""


def test_text_that_is_no_unicode_is_summed_and_not_a_fault() -> None:
    attribute = MessageAttribute("name\ud800", "String.label\udfff", "value\ud800")
    assert len(md5_of_attributes([attribute])) == 32
