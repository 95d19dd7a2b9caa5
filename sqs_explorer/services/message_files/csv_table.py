"""Messages as CSV for a ticket: for people who read it in a spreadsheet, not for replay.

A cell that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, CSV injection), so the
text is no longer the original.
"""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqs_explorer.domain.filed_messages import FiledMessage
from sqs_explorer.domain.messages import MessageAttribute

BYTE_ORDER_MARK = "\ufeff"
"""Tells spreadsheets that the file is UTF-8."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_FIRST = ("Message ID", "Sent", "Receives", "Group", "Queue")
_LAST = "Body"


def attribute_names(messages: Iterable[FiledMessage]) -> tuple[str, ...]:
    """Return the names of all attributes in order: each is a column."""
    return tuple(sorted({attribute.name for filed in messages for attribute in filed.message.attributes}))


def heading(names: Sequence[str]) -> bytes:
    """Return the first line with its byte order mark; an attribute named as another column says so."""
    taken = {*_FIRST, _LAST}
    titles = [f"{name} (attribute)" if name in taken else name for name in names]
    return _line([BYTE_ORDER_MARK + _FIRST[0], *_FIRST[1:], *titles, _LAST])


def row_of(filed: FiledMessage, names: Sequence[str]) -> bytes:
    """Return one message's line; a Binary value is base64."""
    message = filed.message
    values = {attribute.name: _value(attribute) for attribute in message.attributes}
    receives = "" if message.receive_count is None else str(message.receive_count)
    first = (message.message_id, _time(message.sent_at), receives, message.group_id, filed.origin.queue_name)
    return _line([*first, *(values.get(name, "") for name in names), message.body])


def _line(cells: Sequence[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerow([defused(cell) for cell in cells])
    return text.getvalue().encode("utf-8", "backslashreplace")


def defused(cell: str) -> str:
    """Return a cell that no spreadsheet runs as a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _value(attribute: MessageAttribute) -> str:
    if attribute.is_binary:
        return base64.b64encode(attribute.binary_value).decode("ascii")
    return attribute.string_value


def _time(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(sep=" ", timespec="milliseconds") if moment else ""
