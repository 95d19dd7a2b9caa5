"""The message in front, in full: body, message attributes, system attributes, and what to copy of them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.messages import ReceivedMessage
from sqs_explorer.viewmodels.messages.body_showing import ShowAs, ShownBody, shown_body
from sqs_explorer.viewmodels.messages.inspector_lines import attribute_lines, system_lines
from sqs_explorer.viewmodels.messages.inspector_table_model import InspectorTableModel
from sqs_explorer.viewmodels.messages.message_store import ChangedRows, MessageRow, MessageStore
from sqs_explorer.viewmodels.messages.message_texts import attributes_as_json
from sqs_explorer.viewmodels.page_context import PageContext
from sqs_explorer.viewmodels.task_scope import TaskScope

LARGE_BODY_CHARACTERS = 65_536
"""From here on a body is prepared on another thread."""


class InspectorViewModel(QObject):
    """Shows one message of the store, or none; follows the row when the message is received again."""

    message_changed = Signal()
    """Another message, or none, is in front; its tables are filled."""
    body_changed = Signal()
    """The body is ready to be shown, or is being prepared."""

    def __init__(
        self, context: PageContext, store: MessageStore, scope: TaskScope, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._store = store
        self._scope = scope
        self._row: MessageRow | None = None
        self._turn = 0
        self._show_as = ShowAs.PRETTY
        self.body = ShownBody("")
        self.is_preparing = False
        self.attributes = InspectorTableModel(("Name", "Type", "Value"), self)
        self.system_attributes = InspectorTableModel(("Name", "Value"), self)
        store.rows_changed.connect(self._take_changed)
        store.cleared.connect(self._take_cleared)

    @property
    def message(self) -> ReceivedMessage | None:
        """The message in front."""
        return self._row.message if self._row else None

    @property
    def size_bytes(self) -> int:
        """Size of the message in front: body and attributes."""
        return self._row.size_bytes if self._row else 0

    @property
    def show_as(self) -> ShowAs:
        """How the body is shown."""
        return self._show_as

    def show(self, message_id: str | None) -> None:
        """Bring a message to the front, or none."""
        row = self._store.row(message_id) if message_id else None
        if row is not None and self._row is not None and row.message is self._row.message:
            return
        self._row = row
        message = self.message
        self.attributes.show_things(attribute_lines(message) if message else ())
        self.system_attributes.show_things(
            system_lines(message, self._context.clock.now()) if message else ()
        )
        self.message_changed.emit()
        self._prepare()

    def set_show_as(self, show_as: ShowAs) -> None:
        """Show the body pretty, raw or as bytes."""
        if show_as is not self._show_as:
            self._show_as = show_as
            self._prepare()

    def attributes_text(self) -> str:
        """Return all message attributes as JSON, binaries in base64."""
        return attributes_as_json(self.message.attributes) if self.message else ""

    def system_attributes_text(self) -> str:
        """Return all system attributes, a line each."""
        return self.system_attributes.text_of(range(self.system_attributes.rowCount()))

    def _prepare(self) -> None:
        self._turn += 1
        body = self.message.body if self.message else ""
        self.is_preparing = len(body) >= LARGE_BODY_CHARACTERS and self._show_as is not ShowAs.RAW
        if self.is_preparing:
            self._scope.start(self._prepare_large(body, self._show_as, self._turn))
        else:
            self.body = shown_body(body, self._show_as)
        self.body_changed.emit()

    async def _prepare_large(self, body: str, show_as: ShowAs, turn: int) -> None:
        shown = await self._context.off_thread.run(shown_body, body, show_as)
        if turn == self._turn:
            self.body = shown
            self.is_preparing = False
            self.body_changed.emit()

    def _take_changed(self, changed: ChangedRows) -> None:
        if self._row is not None:
            self.show(self._row.message.message_id)

    def _take_cleared(self) -> None:
        self.show(None)
