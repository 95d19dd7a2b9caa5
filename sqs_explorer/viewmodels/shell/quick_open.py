"""Quick open: type part of a queue's or a command's name, go there. What one uses most comes first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from sqs_explorer.domain.connections import Environment
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.viewmodels.cells import CELL_ROLE, Cell
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue
from sqs_explorer.viewmodels.queues.favourites import Favourites
from sqs_explorer.viewmodels.queues.recent_queues import RecentQueues, recent_key

MAXIMUM_SHOWN = 200
Index = QModelIndex | QPersistentModelIndex


class Standing(IntEnum):
    """How near a place is to the person; smaller is nearer."""

    RECENT = 0
    FAVOURITE = 1
    COMMAND = 2
    OTHER = 3


@dataclass(frozen=True, slots=True)
class Place:
    """One place to go: what it is called, where it is, its icon, and what going there does."""

    name: str
    where: str
    icon: str
    go: Callable[[], None]
    standing: Standing = Standing.OTHER
    is_favourite: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the window with its shortcut in words."""

    name: str
    shortcut: str
    icon: str
    run: Callable[[], None]


def rank(place: Place, words: list[str]) -> tuple[bool, bool, int, str] | None:
    """Return how well a place fits the words typed (smaller is better), or None if it does not.

    A name that begins so comes first, of these a favourite.
    """
    name, whole = place.name.lower(), f"{place.name} {place.where}".lower()
    if not all(word in whole for word in words):
        return None
    starts = bool(words) and name.startswith(words[0])
    return (not starts, not place.is_favourite, len(name), name)


class QuickOpenModel(QAbstractListModel):
    """The places that fit what is typed, best first; at most 200.

    With nothing typed: the queues that were in front last, favourites, commands, the rest.
    """

    def __init__(self, places: Iterable[Place], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all = tuple(sorted(places, key=lambda place: place.standing))
        self._shown: tuple[Place, ...] = self._all[:MAXIMUM_SHOWN]

    def filter(self, text: str) -> None:
        """Show what fits all words of `text`."""
        words = text.lower().split()
        ranked = [(found, place) for place in self._all if (found := rank(place, words)) is not None]
        if words:
            ranked.sort(key=lambda pair: pair[0])
        self.beginResetModel()
        self._shown = tuple(place for _, place in ranked[:MAXIMUM_SHOWN])
        self.endResetModel()

    def place(self, row: int) -> Place | None:
        """Return the place of a row, or None."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Return how many places fit."""
        return 0 if parent.isValid() else len(self._shown)

    @override
    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return a place in words, and as a cell."""
        place = self.place(index.row()) if index.isValid() else None
        if place is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{place.name}, {place.where}"
        if role == CELL_ROLE:
            where = f"★ {place.where}" if place.is_favourite else place.where
            return Cell(place.name, icon=place.icon, trailing=where, elide_middle=True)
        return None


def command_places(commands: Iterable[Command]) -> tuple[Place, ...]:
    """Return the commands as places."""
    return tuple(
        Place(command.name, command.shortcut, command.icon, command.run, Standing.COMMAND)
        for command in commands
    )


def queue_places(
    catalogue: QueueCatalogue,
    favourites: Favourites,
    recent: RecentQueues,
    go: Callable[[QueueRef], None],
    in_front: QueueRef | None = None,
) -> tuple[Place, ...]:
    """Return the queues of open connections as places, those that were in front last before all others.

    The queue `in_front` is not among these: one is there. A recent queue that is not listed has a place, too.
    """
    listed = {recent_key(queue): queue for queue in catalogue.queues}
    first: dict[QueueRef, None] = {}
    for queue in recent.queues:
        found = listed.get(recent_key(queue)) or (queue if _may_be_there(catalogue, queue) else None)
        if found is not None and found != in_front:
            first[found] = None

    def place(queue: QueueRef) -> Place:
        is_favourite = queue in favourites
        standing = Standing.FAVOURITE if is_favourite else Standing.OTHER
        where = f"{_title(catalogue, queue)} · {queue.region}"
        return Place(
            queue.name,
            where,
            _icon(catalogue, queue),
            lambda: go(queue),
            Standing.RECENT if queue in first else standing,
            is_favourite,
        )

    return tuple(place(queue) for queue in dict.fromkeys((*first, *catalogue.queues)))


def _may_be_there(catalogue: QueueCatalogue, queue: QueueRef) -> bool:
    """Whether a queue that is not listed may still be opened: one of another account, or where none is."""
    listing = catalogue.listing(queue.connection_id, queue.region)
    if listing is None or catalogue.environment(queue.connection_id) is Environment.DEMO:
        return False
    return all(other.account_id != queue.account_id for other in listing.queues if other not in listing.added)


def _title(catalogue: QueueCatalogue, queue: QueueRef) -> str:
    spec = catalogue.spec(queue.connection_id)
    return spec.title if spec else queue.connection_id


def _icon(catalogue: QueueCatalogue, queue: QueueRef) -> str:
    if catalogue.is_dlq(queue):
        return "dlq"
    return "fifo" if queue.is_fifo else "queue"
