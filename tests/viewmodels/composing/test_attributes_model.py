"""Message attributes as typed: three types with labels, and bytes from base64, hex or a file."""

from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt

from sqs_explorer.domain.messages import MessageAttribute
from sqs_explorer.viewmodels.cells import CELL_ROLE
from sqs_explorer.viewmodels.composing.attribute_row import AttributeRow, BinaryInput
from sqs_explorer.viewmodels.composing.attributes_model import NAME, TYPE, VALUE, MessageAttributesModel


def test_the_model_keeps_qts_rules(qtmodeltester: Any) -> None:
    model = MessageAttributesModel()
    model.set_rows([AttributeRow("a", "String", "1"), AttributeRow("b", "Binary", "AA==")])
    qtmodeltester.check(model)
    model.add_row()
    model.remove([0])
    assert [row.name for row in model.rows] == ["b", ""]


def test_typing_into_cells_makes_attributes() -> None:
    model = MessageAttributesModel()
    for row, cells in enumerate(
        (("kind", "String.label", "x"), ("n", " Number.int ", "007"), ("s", "Binary.gif", "AP8="))
    ):
        assert model.add_row() == row
        for column, text in enumerate(cells):
            assert model.setData(model.index(row, column), text)
    assert [row.attribute() for row in model.rows] == [
        MessageAttribute("kind", "String.label", "x"),
        MessageAttribute("n", "Number.int", "007"),
        MessageAttribute("s", "Binary.gif", "", b"\x00\xff"),
    ]


@pytest.mark.parametrize(
    ("text", "binary_input", "expected"),
    [
        ("AP8=", BinaryInput.BASE64, b"\x00\xff"),
        ("AP 8=\n", BinaryInput.BASE64, b"\x00\xff"),
        ("00 ff", BinaryInput.HEX, b"\x00\xff"),
        ("0x00FF", BinaryInput.HEX, b"\x00\xff"),
        ("00:ff", BinaryInput.HEX, b"\x00\xff"),
    ],
)
def test_bytes_are_read_as_chosen(text: str, binary_input: BinaryInput, expected: bytes) -> None:
    row = AttributeRow("a", "Binary", text, binary_input)
    assert row.attribute().binary_value == expected
    assert row.problem() == ""


@pytest.mark.parametrize(
    ("text", "binary_input", "word"),
    [
        ("AP8", BinaryInput.BASE64, "base64"),
        ("ä", BinaryInput.BASE64, "base64"),
        ("0g", BinaryInput.HEX, "hex"),
        ("0", BinaryInput.HEX, "hex"),
    ],
)
def test_text_that_is_no_bytes_is_a_problem(text: str, binary_input: BinaryInput, word: str) -> None:
    assert f"not {word}" in AttributeRow("a", "Binary", text, binary_input).problem()


def test_hex_after_0x_is_taken_for_hex_and_shown_with_its_length() -> None:
    model = MessageAttributesModel()
    model.set_rows([AttributeRow("signature", "Binary")])
    model.setData(model.index(0, VALUE), "0x" + "9f86d081884c7d65" * 4)
    assert model.rows[0].binary_input is BinaryInput.HEX
    assert model.index(0, VALUE).data() == "9f86d081884c7d65… · 32 bytes, from hex"
    assert model.index(0, VALUE).data(int(Qt.ItemDataRole.EditRole)).startswith("0x9f86")


def test_reading_the_same_text_otherwise_does_not_change_the_text() -> None:
    model = MessageAttributesModel()
    model.set_rows([AttributeRow("a", "Binary", "00ff")])
    model.read_as(0, BinaryInput.HEX)
    assert (model.rows[0].value, model.rows[0].attribute().binary_value) == ("00ff", b"\x00\xff")


def test_a_file_makes_the_attribute_binary_until_something_is_typed() -> None:
    model = MessageAttributesModel()
    model.set_rows([AttributeRow("a", "String", "old")])
    model.take_file(0, "key.bin", b"\x01" * 20)
    assert model.rows[0].attribute() == MessageAttribute("a", "Binary", "", b"\x01" * 20)
    assert model.index(0, VALUE).data() == "0101010101010101… · 20 bytes, from key.bin"
    model.setData(model.index(0, VALUE), "")
    assert model.rows[0].attribute().binary_value == b"\x01" * 20
    model.setData(model.index(0, VALUE), "AA==")
    assert model.rows[0].attribute().binary_value == b"\x00"


def test_a_problem_is_an_icon_and_a_tooltip() -> None:
    model = MessageAttributesModel()
    model.set_rows([AttributeRow("a", "String", "1"), AttributeRow("AWS.x", "String", "1")])
    model.set_problems({1: "reserved"})
    assert model.index(0, NAME).data(CELL_ROLE).icon is None
    assert model.index(1, NAME).data(CELL_ROLE).icon == "warn"
    assert model.index(1, TYPE).data(int(Qt.ItemDataRole.ToolTipRole)) == "reserved"


def test_hidden_characters_are_seen_in_the_cell_and_kept_in_the_value() -> None:
    model = MessageAttributesModel()
    model.set_rows([AttributeRow("a", "String", "x\u202ey")])
    assert "U+202E" in model.index(0, VALUE).data()
    assert model.rows[0].attribute().string_value == "x\u202ey"
    assert not model.setData(QModelIndex(), "x")
