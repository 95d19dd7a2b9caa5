"""Everything typed into the composer, so that it outlives its tab."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqs_explorer.domain.messages import OutgoingMessage
from sqs_explorer.viewmodels.composing.attribute_row import AttributeRow


@dataclass(frozen=True, slots=True)
class Draft:
    """A message in the making.

    `format_name` is "" while the format is guessed, `delay_seconds` None for the queue's own.
    """

    body: str = field(default="", repr=False)
    format_name: str = ""
    attributes: tuple[AttributeRow, ...] = field(default=(), repr=False)
    group_id: str = ""
    deduplication_id: str = ""
    delay_seconds: int | None = None
    trace_header: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed that would be missed: no body and no attribute."""
        return not self.body and all(row.is_untouched for row in self.attributes)

    def message(self, *, is_fifo: bool) -> OutgoingMessage:
        """Return the message that it stands for; a field that the kind of queue does not have is left out."""
        return OutgoingMessage(
            body=self.body,
            attributes=tuple(row.attribute() for row in self.attributes),
            group_id=self.group_id,
            deduplication_id=self.deduplication_id if is_fifo else "",
            delay_seconds=None if is_fifo else self.delay_seconds,
            trace_header=self.trace_header,
        )
