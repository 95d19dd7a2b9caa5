"""The messages received from one queue; Messages tab, Dead letters tab and mover see the same ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.messages import ReceivedMessage
from sqs_explorer.services.receiving import ReceivedHeld
from sqs_explorer.viewmodels.messages.hold_tally import HoldTally
from sqs_explorer.viewmodels.messages.message_row import GONE_STATES, HoldState, MessageRow

__all__ = ["GONE_STATES", "AddedRows", "ChangedRows", "HoldState", "MessageRow", "MessageStore"]


@dataclass(frozen=True, slots=True)
class AddedRows:
    """Positions of rows appended in one go, first and last included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class ChangedRows:
    """Positions of rows whose contents changed, ascending."""

    positions: tuple[int, ...]


class MessageStore(QObject):
    """Received messages in the order they first came: a row for each message ID, with the newest handle.

    `rows_added(AddedRows)` once a batch, `rows_changed(ChangedRows)` once a call, `received(message IDs)`
    once a batch after these, with new messages and those received again, `cleared()`. Rows keep their
    positions until `clear()`.
    """

    rows_added = Signal(object)
    rows_changed = Signal(object)
    received = Signal(object)
    cleared = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[MessageRow] = []
        self._positions: dict[str, int] = {}
        self.tally = HoldTally()

    def __len__(self) -> int:
        return len(self._rows)

    def __bool__(self) -> bool:
        return True

    @property
    def rows(self) -> Sequence[MessageRow]:
        """All rows by position; read only."""
        return self._rows

    def row(self, message_id: str) -> MessageRow | None:
        """Return the row of a message ID, or None."""
        position = self._positions.get(message_id)
        return None if position is None else self._rows[position]

    def rows_of(self, message_ids: Iterable[str]) -> list[MessageRow]:
        """Return the rows of these message IDs, in their order, without those that aren't here."""
        positions = self._positions
        return [self._rows[positions[message_id]] for message_id in message_ids if message_id in positions]

    def add(self, held: ReceivedHeld) -> None:
        """Take in a batch: new messages are appended, one received again is held by its new handle."""
        first = len(self._rows)
        changed: dict[int, MessageRow] = {}
        for message in held.messages:
            row = MessageRow(
                message,
                HoldState.HELD,
                held.visible_again_monotonic,
                held.hold_seconds,
                held.requested_monotonic,
                message.size_bytes,
            )
            position = self._positions.setdefault(message.message_id, len(self._rows))
            if position == len(self._rows):
                self._rows.append(row)
            elif position >= first:
                self._rows[position] = row
            elif self._rows[position].received_monotonic <= held.requested_monotonic:
                changed[position] = replace(row, sent_before=self._rows[position].sent_before)
        if len(self._rows) > first:
            self.tally.replace((), self._rows[first:], self._rows)
            self.rows_added.emit(AddedRows(first, len(self._rows) - 1))
        self._put(changed)
        self.received.emit(tuple(message.message_id for message in held.messages))

    def mark(self, message_ids: Iterable[str], state: HoldState) -> None:
        """Say what became of messages; an earlier problem is forgotten."""
        self._replace(message_ids, state=state, problem="")

    def still(self, messages: Iterable[ReceivedMessage], message_ids: Iterable[str]) -> tuple[str, ...]:
        """Return those of `message_ids` that were not received again since `messages` were taken from here.

        What was done with an older receipt handle says nothing about a message that is held by a newer one.
        """
        handles = {message.message_id: message.receipt_handle for message in messages}
        return tuple(
            row.message.message_id
            for row in self.rows_of(message_ids)
            if handles.get(row.message.message_id) == row.message.receipt_handle
        )

    def set_hold(
        self, message_ids: Iterable[str], visible_again_monotonic: float, hold_seconds: float
    ) -> None:
        """Say until when messages are held, `hold_seconds` from when that was asked."""
        self._replace(
            message_ids,
            state=HoldState.HELD,
            visible_again_monotonic=visible_again_monotonic,
            hold_seconds=hold_seconds,
            problem="",
        )

    def note_problems(self, problems: Mapping[str, str]) -> None:
        """Keep why the last action failed, by message ID; "" forgets it."""
        rows = ((self._positions.get(message_id), problem) for message_id, problem in problems.items())
        self._put(
            {
                position: replace(self._rows[position], problem=problem)
                for position, problem in rows
                if position is not None and self._rows[position].problem != problem
            }
        )

    def note_sent_before(self, words: Mapping[str, str]) -> None:
        """Keep what is said about an earlier move, by message ID; "" forgets it."""
        rows = ((self._positions.get(message_id), said) for message_id, said in words.items())
        self._put(
            {
                position: replace(self._rows[position], sent_before=said)
                for position, said in rows
                if position is not None and self._rows[position].sent_before != said
            }
        )

    def clear(self) -> None:
        """Forget all rows; what is held stays hidden until its time."""
        self._rows.clear()
        self._positions.clear()
        self.tally.clear()
        self.cleared.emit()

    def _replace(self, message_ids: Iterable[str], **fields: object) -> None:
        positions = (self._positions.get(message_id) for message_id in message_ids)
        self._put(
            {
                position: replace(self._rows[position], **fields)  # type: ignore[arg-type]
                for position in positions
                if position is not None
            }
        )

    def _put(self, changed: Mapping[int, MessageRow]) -> None:
        if not changed:
            return
        old = [self._rows[position] for position in changed]
        for position, row in changed.items():
            self._rows[position] = row
        self.tally.replace(old, list(changed.values()), self._rows)
        self.rows_changed.emit(ChangedRows(tuple(sorted(changed))))
