"""Messages as text and as JSON for the clipboard: always the originals, never a receipt handle."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from datetime import datetime

from sqs_explorer.domain.messages import MessageAttribute, ReceivedMessage


def as_lines(messages: Iterable[ReceivedMessage]) -> str:
    """Return a line for each message, its parts separated by tabs: message ID, sent, receives, group, body.

    A body that holds a tab or a line break is quoted as spreadsheets do; inside the quotes it is unchanged.
    """
    return "\n".join("\t".join(map(_field, _parts(message))) for message in messages)


def as_json(messages: Iterable[ReceivedMessage]) -> str:
    """Return messages as JSON: a list, or one object for one message. Bodies are strings, binaries base64."""
    objects = [_object(message) for message in messages]
    return json.dumps(objects[0] if len(objects) == 1 else objects, ensure_ascii=False, indent=2)


def attributes_as_json(attributes: Iterable[MessageAttribute]) -> str:
    """Return message attributes as JSON: name to type and value."""
    return json.dumps({a.name: _attribute(a) for a in attributes}, ensure_ascii=False, indent=2)


def _parts(message: ReceivedMessage) -> tuple[str, ...]:
    receives = "" if message.receive_count is None else str(message.receive_count)
    return message.message_id, _time(message.sent_at), receives, message.group_id, message.body


def _field(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in "\t\n\r") else text


def _object(message: ReceivedMessage) -> dict[str, object]:
    return {
        "messageId": message.message_id,
        "sent": _time(message.sent_at),
        "body": message.body,
        "messageAttributes": {a.name: _attribute(a) for a in message.attributes},
        "systemAttributes": dict(message.system_attributes),
    }


def _attribute(attribute: MessageAttribute) -> dict[str, str]:
    return {"type": attribute.data_type, "value": attribute_text(attribute)}


def attribute_text(attribute: MessageAttribute) -> str:
    """Return an attribute's whole value: the string, or a Binary in base64."""
    if attribute.is_binary:
        return base64.b64encode(attribute.binary_value).decode("ascii")
    return attribute.string_value


def _time(moment: datetime | None) -> str:
    return moment.isoformat(timespec="milliseconds") if moment else ""
