"""One row of the composer's attribute table: what was typed, and the message attribute that comes of it."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from enum import Enum

from sqs_explorer.domain.message_rules import attribute_problem
from sqs_explorer.domain.messages import MessageAttribute
from sqs_explorer.domain.quantities import count_words
from sqs_explorer.domain.visible_text import one_line

HEX_PREFIX = "0x"
_SHOWN_HEX = 16


class BinaryInput(Enum):
    """How the value of a Binary attribute was given, in words as on screen."""

    BASE64 = "Base64"
    HEX = "Hex"
    FILE = "File"


@dataclass(frozen=True, slots=True)
class AttributeRow:
    """One attribute as typed. For a file, `file_bytes` hold its contents and `value` is empty."""

    name: str = ""
    data_type: str = "String"
    value: str = field(default="", repr=False)
    binary_input: BinaryInput = BinaryInput.BASE64
    file_bytes: bytes = field(default=b"", repr=False)
    file_name: str = ""

    @property
    def is_binary(self) -> bool:
        """Whether the value stands for bytes."""
        return self.data_type.split(".", 1)[0] == "Binary"

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was typed into it yet."""
        return self == AttributeRow()

    @property
    def is_unfinished(self) -> bool:
        """Whether its name or its value is still missing: that is no mistake while somebody is typing."""
        return not self.name or not (self.value or self.file_name)

    def attribute(self) -> MessageAttribute:
        """Return the message attribute; a Binary that can't be read is empty, and `problem` says why."""
        if not self.is_binary:
            return MessageAttribute(self.name, self.data_type, string_value=self.value)
        return MessageAttribute(self.name, self.data_type, binary_value=self._bytes() or b"")

    def problem(self) -> str:
        """Return why SQS would refuse it, or why its value can't be read as bytes; "" if it is fine."""
        if self.is_binary and self.value and self._bytes() is None:
            kind = "hex" if self.binary_input is BinaryInput.HEX else "base64"
            label = f"“{self.name}”: " if self.name else ""
            return f"{label}the value is not {kind}. Choose how to read it with Binary value as."
        return attribute_problem(self.attribute())

    def shown_value(self) -> str:
        """Return the value in one line; of bytes their start in hex, how many, and where from."""
        value = self._bytes() if self.is_binary else None
        if value is None or (not value and not self.file_name):
            return one_line(self.value)
        start = value[: _SHOWN_HEX // 2].hex() + ("…" if len(value) > _SHOWN_HEX // 2 else "")
        source = {BinaryInput.BASE64: "base64", BinaryInput.HEX: "hex", BinaryInput.FILE: self.file_name}
        return f"{start} · {count_words(len(value), 'byte')}, from {one_line(source[self.binary_input], 60)}"

    def _bytes(self) -> bytes | None:
        """Return the bytes meant, None if the text does not say any."""
        if self.binary_input is BinaryInput.FILE:
            return self.file_bytes
        text = "".join(self.value.split())
        try:
            if self.binary_input is BinaryInput.HEX:
                return bytes.fromhex(text.removeprefix(HEX_PREFIX).replace(":", ""))
            return base64.b64decode(text, validate=True)
        except (ValueError, binascii.Error):
            return None
