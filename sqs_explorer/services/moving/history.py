"""What this run has seen: a message that comes twice is neither sent twice nor counted twice."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from sqs_explorer.domain.messages import ReceivedMessage
from sqs_explorer.domain.moves import HeldOriginal, MoveOrder, MoveState
from sqs_explorer.services.moving.items import Item, item_of

REMEMBERED = 20_000
"""How many moved messages and copies are remembered; the journal knows all of them."""

_FIRST_COPIES = 1_000
"""So many are never forgotten: a long queue that is sent to itself gives them first."""

NO_ID = "The server gave it no message ID, so it can't be told from others."
SAME_ID = "The server gave it the ID of another message, so it can't be told from that one."


@dataclass(slots=True)
class Stayed:
    """An original that is still in the source, its newest handle, and until when it is held.

    `state` is None if it was received and put back without a turn.
    """

    state: MoveState | None
    receipt_handle: str
    until: float
    copy_id: str = ""
    fingerprint: int = 0


class History:
    """Who is on the way, who stayed, who went, and the copies made."""

    def __init__(self) -> None:
        self.active: dict[str, Item] = {}
        self.stayed: dict[str, Stayed] = {}
        self.repeats_in_a_row = 0
        self._moved: OrderedDict[str, tuple[str, int]] = OrderedDict()
        self._copies: OrderedDict[str, None] = OrderedDict()
        self._first_copies: set[str] = set()

    def objection(self, message: ReceivedMessage) -> str:
        """Return why a message's ID is no name to act by, "" if it is.

        SQS gives each message an ID of its own. Under one ID a handle of one message would delete another.
        """
        message_id = message.message_id
        if not message_id:
            return NO_ID
        active, stayed, moved = (
            self.active.get(message_id),
            self.stayed.get(message_id),
            self._moved.get(message_id),
        )
        known = [_fingerprint(active.message)] if active is not None else []
        known += [stayed.fingerprint] if stayed is not None else []
        known += [moved[1]] if moved is not None else []
        return SAME_ID if any(one != _fingerprint(message) for one in known) else ""

    def is_own_copy(self, message_id: str) -> bool:
        """Whether this run itself sent the message: then the destination is the source."""
        return message_id in self._copies or message_id in self._first_copies

    def set_back(self, original: HeldOriginal) -> None:
        """Remember an original that gets no turn only to release it."""
        self.stayed[original.message.message_id] = _stayed(
            original.message, None, original.visible_again_monotonic
        )

    def take_in(self, original: HeldOriginal, order: MoveOrder, now: float) -> Item | None:
        """Return the item of an original; None if it is on its way or has had its turn.

        One that comes again brings a newer receipt handle. If its copy is verified, only the delete is left.
        """
        message_id = original.message.message_id
        active, stayed = self.active.get(message_id), self.stayed.get(message_id)
        if active is not None:
            active.message, active.until = original.message, original.visible_again_monotonic
            return None
        is_sent = stayed is not None and stayed.state is MoveState.SENT_NOT_DELETED
        if stayed is not None and not is_sent:
            stayed.receipt_handle = original.message.receipt_handle
            stayed.until = original.visible_again_monotonic
            self.repeats_in_a_row += 1
            return None
        item = item_of(original, order, now)
        self.active[message_id] = item
        self.repeats_in_a_row = 0
        if stayed is not None or message_id in self._moved:
            item.sent_as = stayed.copy_id if stayed is not None else self._moved[message_id][0]
            item.is_counted = True
        return item

    def leave(self, item: Item, state: MoveState | None, copy_id: str = "") -> MoveState | None:
        """Note what became of an item, and return what was noted of it before."""
        message_id = item.message_id
        self.active.pop(message_id, None)
        before = self.stayed.pop(message_id, None)
        was_moved = message_id in self._moved
        if state is MoveState.MOVED:
            self._moved[message_id] = copy_id, _fingerprint(item.message)
            _forget_oldest(self._moved)
        else:
            self.stayed[message_id] = _stayed(item.message, state, item.until, copy_id)
        if before is not None:
            return before.state
        return MoveState.MOVED if was_moved else None

    def is_new_copy(self, message_id: str) -> bool:
        """Whether no other message of this run has this ID; from now on one has."""
        if message_id in self._copies or message_id in self.active or message_id in self.stayed:
            return False
        self._copies[message_id] = None
        if len(self._first_copies) < _FIRST_COPIES:
            self._first_copies.add(message_id)
        _forget_oldest(self._copies)
        return True


def _stayed(message: ReceivedMessage, state: MoveState | None, until: float, copy_id: str = "") -> Stayed:
    return Stayed(state, message.receipt_handle, until, copy_id, _fingerprint(message))


def _fingerprint(message: ReceivedMessage) -> int:
    """Return what tells two messages apart, if chance doesn't make them alike; for this process only."""
    return hash((message.body, message.attributes))


def _forget_oldest(remembered: OrderedDict[str, tuple[str, int]] | OrderedDict[str, None]) -> None:
    if len(remembered) > REMEMBERED:
        remembered.popitem(last=False)
