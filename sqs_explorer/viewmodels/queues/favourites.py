"""The queues a person marked; kept by connection, region and name, so that they outlive a change of URL."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.viewmodels.queues.kept_settings import KeptSettings


class Favourites(QObject):
    """Kept in the settings as `connection_id|region|name`.

    `changed(QueueRef)` tells which one was (un)marked.
    """

    changed = Signal(object)

    def __init__(self, kept: KeptSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept = kept

    def __contains__(self, queue: QueueRef) -> bool:
        keys = self._kept.settings.favourites
        return bool(keys) and favourite_key(queue) in keys

    def toggle(self, queue: QueueRef) -> None:
        """Mark a queue, or unmark it."""
        self._kept.change(favourites=self._kept.settings.favourites ^ {favourite_key(queue)})
        self.changed.emit(queue)


def favourite_key(queue: QueueRef) -> str:
    """Return how a favourite is kept."""
    return f"{queue.connection_id}|{queue.region}|{queue.name}"
