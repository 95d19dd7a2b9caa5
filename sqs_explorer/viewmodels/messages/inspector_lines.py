"""What the inspector says about each attribute of a message: in full, with the exact time where it is one."""

from __future__ import annotations

from datetime import datetime

from sqs_explorer.domain.messages import MessageAttribute, ReceivedMessage
from sqs_explorer.domain.quantities import ago_words, exact_time_words
from sqs_explorer.domain.visible_text import one_line
from sqs_explorer.viewmodels.cells import Cell
from sqs_explorer.viewmodels.messages.inspector_table_model import InspectorLine
from sqs_explorer.viewmodels.messages.message_cells import attribute_line
from sqs_explorer.viewmodels.messages.message_texts import attribute_text

_ORDER = (
    "SentTimestamp",
    "ApproximateReceiveCount",
    "ApproximateFirstReceiveTimestamp",
    "AWSTraceHeader",
    "SenderId",
    "MessageGroupId",
    "MessageDeduplicationId",
    "SequenceNumber",
    "DeadLetterQueueSourceArn",
)
_TOOLTIP_CHARACTERS = 1_000
_HEX_TOOLTIP_BYTES = 256


def attribute_lines(message: ReceivedMessage) -> list[InspectorLine]:
    """Return a line for each message attribute, by name."""
    return [_attribute_line(attribute) for attribute in sorted(message.attributes, key=lambda a: a.name)]


def system_lines(message: ReceivedMessage, now: datetime) -> list[InspectorLine]:
    """Return a line for each system attribute: those known in their order, then any that are new."""
    system = message.system_attributes
    names = [name for name in _ORDER if name in system] + sorted(set(system) - set(_ORDER))
    times = {"SentTimestamp": message.sent_at, "ApproximateFirstReceiveTimestamp": message.first_received_at}
    return [_system_line(name, system[name], times.get(name), now) for name in names]


def _attribute_line(attribute: MessageAttribute) -> InspectorLine:
    shown = attribute_line(attribute)
    whole = attribute.string_value
    if attribute.is_binary:
        whole = f"{shown.split(' · ')[0]} · {attribute.binary_value[:_HEX_TOOLTIP_BYTES].hex(' ')}"
    cells = (
        Cell(one_line(attribute.name), mono=True),
        Cell(one_line(attribute.data_type), tone="muted"),
        Cell(shown, mono=True),
    )
    tooltip = f"{attribute.name} · {attribute.data_type}\n{whole[:_TOOLTIP_CHARACTERS]}"
    return InspectorLine(cells, tooltip, attribute.name, attribute_text(attribute))


def _system_line(name: str, value: str, moment: datetime | None, now: datetime) -> InspectorLine:
    if moment is None:
        shown, exact = one_line(value), value[:_TOOLTIP_CHARACTERS]
        cell = Cell(shown, mono=True, elide_middle=True)
    else:
        local = moment.astimezone()
        cell = Cell(f"{local:%d %b %H:%M:%S}", mono=True, trailing=ago_words(moment, now))
        exact = f"{exact_time_words(moment)} · {value}"
    return InspectorLine((Cell(name, mono=True), cell), f"{name}\n{exact}", name, value)
