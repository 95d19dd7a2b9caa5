"""Quick open: type part of a queue's or a command's name, go there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.viewmodels.cells import CELL_ROLE, Cell

MAXIMUM_SHOWN = 200
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Place:
    """One place to go: what it is called, where it is, its icon, and what going there does."""

    name: str
    where: str
    icon: str
    go: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the window with its shortcut in words."""

    name: str
    shortcut: str
    icon: str
    run: Callable[[], None]


def rank(place: Place, words: list[str]) -> tuple[int, int, str] | None:
    """Return how well a place fits the words typed (smaller is better), or None if it does not."""
    name, whole = place.name.lower(), f"{place.name} {place.where}".lower()
    if not all(word in whole for word in words):
        return None
    starts = 0 if words and name.startswith(words[0]) else 1
    return (starts, len(name), name)


class QuickOpenModel(QAbstractListModel):
    """The places that fit what is typed, best first; at most 200."""

    def __init__(self, places: Iterable[Place], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all = tuple(places)
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
            return Cell(place.name, icon=place.icon, trailing=place.where, elide_middle=True)
        return None


def places(
    queues: Iterable[tuple[QueueRef, str, str]], commands: Iterable[Command], go: Callable[[QueueRef], None]
) -> tuple[Place, ...]:
    """Return places for queues (with connection title and icon) and commands."""
    found = [Place(command.name, command.shortcut, command.icon, command.run) for command in commands]
    for queue, title, icon in queues:

        def open_queue(queue: QueueRef = queue) -> None:
            go(queue)

        found.append(Place(queue.name, f"{title} · {queue.region}", icon, open_queue))
    return tuple(found)
