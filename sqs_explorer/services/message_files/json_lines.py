"""One message as one line of JSON, without loss: what is read back equals what was written.

A body is a JSON string, so no number or space in it is touched. The receipt handle is never written.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NoReturn

from sqs_explorer.domain.filed_messages import FiledMessage, MessageOrigin
from sqs_explorer.domain.messages import MessageAttribute, ReceivedMessage

FORMAT = "sqs-message"
VERSION = 1
MAXIMUM_LINE_BYTES = 8 * 1024 * 1024
"""A message of 1 MiB that is all control characters takes six times as much, and system attributes more."""

_HIDDEN = re.compile("[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_ORIGIN_FIELDS = {
    "connection": "connection",
    "account_id": "account_id",
    "region": "region",
    "queue": "queue_name",
    "arn": "queue_arn",
}
_TEXTS = frozenset({"message_id", "body_md5", "attributes_md5", "received_at", "exported_at"})
_FIELDS = _TEXTS | {"format", "version", "body", "attributes", "system_attributes", "from"}
_SHOWN_CHARACTERS = 40
Content = dict[str, Any]


class LineRefused(ValueError):
    """A line is not a message of this format; the text says why, without anything of a body."""


def line_of(filed: FiledMessage) -> bytes:
    """Return a message as one line of UTF-8 with its line feed."""
    message, origin = filed.message, filed.origin
    content = {
        "format": FORMAT,
        "version": VERSION,
        "message_id": message.message_id,
        "body": message.body,
        "body_md5": message.md5_of_body,
        "attributes": [_attribute_content(attribute) for attribute in message.attributes],
        "attributes_md5": message.md5_of_attributes,
        "system_attributes": dict(message.system_attributes),
        "from": {name: getattr(origin, field) for name, field in _ORIGIN_FIELDS.items()},
        "received_at": _time_text(filed.received_at),
        "exported_at": _time_text(filed.exported_at),
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    # Editors take U+2028 for a line's end, terminals obey C1 controls, bidi marks reorder what one reads.
    return (_HIDDEN.sub(_escape, text) + "\n").encode()


def filed_from(line: bytes) -> FiledMessage:
    """Read one line. Raises LineRefused; nothing that is missing or odd is guessed.

    Times and counts that a received message has beside its system attributes are left unset.
    """
    content = _parse(line)
    _check_format(content)
    if "body" not in content:
        _refuse("it has no body")
    unknown = sorted(set(content) - _FIELDS)
    if unknown:
        _refuse(f"the field {_quoted(unknown[0])} is not known in version {VERSION}")
    texts = {name: _text(content, name) for name in (*sorted(_TEXTS), "body")}
    message = ReceivedMessage(
        message_id=texts["message_id"],
        receipt_handle="",
        body=texts["body"],
        md5_of_body=texts["body_md5"],
        attributes=tuple(_attributes(content.get("attributes", []))),
        md5_of_attributes=texts["attributes_md5"],
        system_attributes=_texts_by_name(content.get("system_attributes", {}), "system_attributes"),
    )
    times = {name: _time(texts[name], name) for name in ("received_at", "exported_at")}
    return FiledMessage(message, _origin(content.get("from", {})), **times)


def _attribute_content(attribute: MessageAttribute) -> dict[str, str]:
    if attribute.is_binary:
        value = {"base64": base64.b64encode(attribute.binary_value).decode("ascii")}
    else:
        value = {"value": attribute.string_value}
    return {"name": attribute.name, "type": attribute.data_type, **value}


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def _time_text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _refuse(reason: str) -> NoReturn:
    raise LineRefused(reason)


def _quoted(name: str) -> str:
    return f"“{name if len(name) <= _SHOWN_CHARACTERS else name[:_SHOWN_CHARACTERS] + '…'}”"


def _parse(line: bytes) -> Content:
    if len(line) > MAXIMUM_LINE_BYTES:
        _refuse(f"it is longer than {MAXIMUM_LINE_BYTES:,} bytes")
    try:
        content = json.loads(line.decode(), object_pairs_hook=_without_repeats, parse_constant=_constant)
    except UnicodeDecodeError as error:
        raise LineRefused(f"it is not UTF-8 text (byte {error.start + 1:,})") from None
    except json.JSONDecodeError as error:
        raise LineRefused(f"it is not JSON: {error.msg} at character {error.pos + 1:,}") from None
    except RecursionError:
        raise LineRefused("it is nested too deep") from None
    except LineRefused:
        raise
    except ValueError:  # A number of thousands of digits.
        raise LineRefused("it holds a number that is no part of a message") from None
    if not isinstance(content, dict):
        _refuse("it is not a JSON object")
    return content


def _without_repeats(pairs: list[tuple[str, Any]]) -> Content:
    content = dict(pairs)
    if len(content) != len(pairs):
        names = [name for name, _ in pairs]
        repeated = next(name for name in names if names.count(name) > 1)
        _refuse(f"the field {_quoted(repeated)} is there twice")
    return content


def _constant(name: str) -> NoReturn:
    _refuse(f"it is not JSON: {name} is no number")


def _check_format(content: Content) -> None:
    if content.get("format") != FORMAT:
        _refuse(f'it does not say "format":"{FORMAT}", so it is not an exported message')
    version = content.get("version")
    if type(version) is not int:
        _refuse("it does not say its version")
    if version != VERSION:
        _refuse(f"it is of version {version}; this program reads version {VERSION}")


def _text(content: Content, name: str) -> str:
    value = content.get(name, "")
    if not isinstance(value, str):
        _refuse(f"{_quoted(name)} is not text")
    return value


def _texts_by_name(content: object, field: str) -> dict[str, str]:
    if not isinstance(content, dict) or not all(isinstance(value, str) for value in content.values()):
        _refuse(f"{_quoted(field)} does not hold names with texts")
    return content


def _attributes(content: object) -> Iterable[MessageAttribute]:
    if not isinstance(content, list):
        _refuse("“attributes” is not a list")
    for entry in content:
        texts = _texts_by_name(entry, "attributes")
        name, data_type = texts.get("name", ""), texts.get("type", "")
        attribute = MessageAttribute(name, data_type)
        field = "base64" if attribute.is_binary else "value"
        if set(texts) != {"name", "type", field}:
            _refuse(f"the attribute {_quoted(name)} needs name, type and {field}, and nothing else")
        if attribute.is_binary:
            yield MessageAttribute(name, data_type, binary_value=_bytes(texts[field], name))
        else:
            yield MessageAttribute(name, data_type, texts[field])


def _bytes(text: str, name: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise LineRefused(f"the value of the attribute {_quoted(name)} is not base64") from None


def _origin(content: object) -> MessageOrigin:
    texts = _texts_by_name(content, "from")
    unknown = sorted(set(texts) - set(_ORIGIN_FIELDS))
    if unknown:
        _refuse(f"the field {_quoted(unknown[0])} of “from” is not known in version {VERSION}")
    return MessageOrigin(**{_ORIGIN_FIELDS[name]: text for name, text in texts.items()})


def _time(text: str, name: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise LineRefused(f"{_quoted(name)} is not a time such as 2024-03-02T10:14:00+00:00") from None
    if moment.tzinfo is None:
        _refuse(f"{_quoted(name)} does not say its time zone")
    return moment
