"""Puts every part on one sheet and writes it as a picture: `python -m tests.views.parts.gallery FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.look.palette import Theme
from sqs_explorer.views.parts.buttons import (
    danger_button,
    danger_fill_button,
    flat_button,
    icon_button,
    outlined_button,
    primary_button,
)
from sqs_explorer.views.parts.code_editor import CodeEditor
from sqs_explorer.views.parts.code_tokens import Syntax
from sqs_explorer.views.parts.code_view import CodeView
from sqs_explorer.views.parts.dialog_frame import DialogFrame
from sqs_explorer.views.parts.empty_state import EmptyState
from sqs_explorer.views.parts.fields import CheckBox, ChoiceBox, NumberBox, TextField
from sqs_explorer.views.parts.form_field import FormField, InlineField
from sqs_explorer.views.parts.ground import divider, set_ground
from sqs_explorer.views.parts.notes import Note, NoteKind, StatusLine
from sqs_explorer.views.parts.page_tabs import PageTabBar
from sqs_explorer.views.parts.pills import Badge, Chip, EnvironmentPill, KeyHint
from sqs_explorer.views.parts.plain_text import LinkButton, PlainLabel
from sqs_explorer.views.parts.progress_line import ProgressLine
from sqs_explorer.views.parts.search_field import SearchField
from sqs_explorer.views.parts.splitters import Splitter
from sqs_explorer.views.parts.sub_tabs import SubTabBar
from sqs_explorer.views.parts.tables import DataTable
from sqs_explorer.views.parts.tree_view import QueueTreeView
from tests.views.parts.sample_models import group_rows, message_rows, profile_rows, queue_tree

BODY = """{
  "sku": "KB-204", "café": "ü 😀",
  "change": -2, "price": 1.50e3,
  "backorder": false, "checkedBy": null,
  "at": "${now}", "n": ${seq}
}"""
XML = """<?xml version="1.0"?>
<order id="ORD122">
  <!-- of
 two lines -->
  <user>U318 &amp; co</user>
</order>"""


def row_of(*parts: QWidget | int | None, margins: tuple[int, int, int, int] = (16, 8, 16, 8)) -> QWidget:
    """Widgets beside each other; None takes the free room, a number leaves as many pixels."""
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(*margins)
    line.setSpacing(8)
    for part in parts:
        if part is None:
            line.addStretch(1)
        elif isinstance(part, int):
            line.addSpacing(part)
        else:
            line.addWidget(part)
    return holder


class Gallery(QWidget):
    """One sheet with every part."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        set_ground(self, "window")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._add_header(rows)
        panes = Splitter(Qt.Orientation.Horizontal, "panes")
        panes.addWidget(self._left())
        panes.addWidget(self._page())
        panes.setSizes([316, 963])
        rows.addWidget(panes, 1)

    def _add_header(self, rows: QLayout) -> None:
        look = self.look
        environments = [EnvironmentPill(look, name) for name in ("prod", "test", "dev", "demo")]
        quick = outlined_button(look, "Quick open", "search", shortcut="Ctrl+K")
        header = row_of(
            *environments,
            PlainLabel("prod-orders", role="strong"),
            divider(vertical=True),
            PlainLabel("111122223333", role="mono"),
            PlainLabel("orders-prod", tone="muted"),
            Chip(look, "Can write", icon="unlock"),
            Chip(look, "7 messages", icon="warn", tone="danger"),
            Badge(look, 61),
            Badge(look, 0),
            Badge(look, 12_345),
            None,
            quick,
            KeyHint("Ctrl+K"),
            icon_button(look, "theme", "Theme"),
        )
        rows.addWidget(header)

    def _left(self) -> QWidget:
        look = self.look
        left = QWidget()
        rows = QVBoxLayout(left)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        field = SearchField(look, "Filter queues", "Filter queues", shortcut="Ctrl+F")
        bar = row_of(field, icon_button(look, "refresh", "Refresh"), margins=(8, 8, 8, 8))
        self.tree = QueueTreeView(look, "Queues")
        model = queue_tree()
        model.setParent(self.tree)
        self.tree.setModel(model)
        self.tree.expandAll()
        header = self.tree.header()
        header.setSectionResizeMode(0, header.ResizeMode.Stretch)
        self.tree.setColumnWidth(1, 60)
        self.tree.setColumnWidth(2, 52)
        self.tree.setCurrentIndex(model.index(0, 0, model.index(0, 0, model.index(0, 0))))
        rows.addWidget(bar)
        rows.addWidget(self.tree, 2)
        rows.addWidget(
            EmptyState(look, "queue", "No queues yet", "Queues appear here, once you open one."), 1
        )
        return left

    def _page(self) -> QWidget:
        page = QWidget()
        set_ground(page, "panel")
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._add_tabs(rows)
        self._add_bars(rows)
        self._add_notes(rows)
        rows.addWidget(divider())
        self._add_tables(rows)
        rows.addWidget(divider())
        self._add_code(rows)
        return page

    def _add_tabs(self, rows: QLayout) -> None:
        look = self.look
        tabs = PageTabBar(look)
        tabs.add_page("OrderQueue", "demo", "queue", "demo")
        tabs.add_page("InventoryUpdates.fifo", "prod-orders", "fifo", "prod")
        tabs.add_page("OrderQueue-DLQ", "staging", "dlq", "test")
        sub_tabs = SubTabBar(look, "Page tabs")
        for title in ("Messages", "Send", "Dead letters", "Details", "Metrics"):
            sub_tabs.addTab(title)
        sub_tabs.set_badge(2, "61", danger=True)
        rows.addWidget(tabs)
        name = PlainLabel("OrderQueue", role="title")
        rows.addWidget(row_of(name, Chip(look, "Standard"), Chip(look, "Visibility 30 s"), None))
        rows.addWidget(sub_tabs)

    def _add_bars(self, rows: QLayout) -> None:
        look = self.look
        mode = ChoiceBox(look, name="Receive mode")
        mode.addItems(["Hold", "Look and release"])
        count = NumberBox(look, 1, 10_000, 10, name="Messages to receive")
        off = primary_button(look, "Send", "send", shortcut="Ctrl+Return")
        off.set_available(False)
        locked = outlined_button(look, "Edit queue", "edit")
        locked.set_blocked("This connection is read-only.")
        rows.addWidget(
            row_of(
                InlineField("Messages to receive", count),
                InlineField("Receive mode", mode),
                CheckBox(look, "Read-only"),
                None,
                off,
                primary_button(look, "Receive", "receive", shortcut="F6"),
            )
        )
        forecast, risk = StatusLine(look), StatusLine(look)
        forecast.set_status("info", "Counts one receive of 3 for each message.", icon_tone="info")
        risk.set_status("warn", "1 message here is at 3 of 3.", "warning")
        rows.addWidget(row_of(forecast, risk, LinkButton("Show them"), None, margins=(16, 0, 16, 6)))
        rows.addWidget(
            row_of(
                flat_button(look, "Release", "release"),
                flat_button(look, "Delete", "trash", danger=True, shortcut="Del"),
                outlined_button(look, "Move selected", "move"),
                locked,
                danger_button(look, "Purge queue"),
                danger_fill_button(look, "Delete 12 messages"),
                icon_button(look, "copy", "Copy"),
                None,
                margins=(16, 0, 16, 8),
            )
        )

    def _add_notes(self, rows: QLayout) -> None:
        look = self.look
        note = Note(look)
        note.show_note(
            NoteKind.WARNING,
            "A standard queue counts its 14 days from the first send.",
            title="4 messages expire within 24 hours.",
            icon="clock",
            action="Show them",
        )
        wrong = Note(look)
        wrong.show_note(
            NoteKind.DANGER,
            "The role may not receive from this queue.",
            title="Access denied.",
            next_step="Ask for sqs:ReceiveMessage on this queue.",
            details="RequestId 1234",
        )
        rows.addWidget(row_of(note, margins=(16, 0, 16, 8)))
        rows.addWidget(row_of(wrong, margins=(16, 0, 16, 8)))

    def _add_tables(self, rows: QVBoxLayout) -> None:
        look = self.look
        self.messages = DataTable(look, "Messages")
        model = message_rows()
        model.setParent(self.messages)
        self.messages.setModel(model)
        self.messages.set_columns([92, 86, 78, 82, 102, 200])
        self.messages.setSortingEnabled(True)
        self.messages.sortByColumn(1, Qt.SortOrder.AscendingOrder)
        self.messages.select_rows([2])
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for name, sample, widths in (
            ("Failure groups", group_rows(), [150, 110, 80]),
            ("Profiles", profile_rows(), [160, 180]),
        ):
            table = DataTable(look, name, row_height=28)
            sample.setParent(table)
            table.setModel(sample)
            table.set_columns(widths)
            column.addWidget(table)
        panes = Splitter(Qt.Orientation.Horizontal, "tables")
        panes.addWidget(self.messages)
        panes.addWidget(right)
        panes.setSizes([610, 352])
        rows.addWidget(panes, 1)

    def _add_code(self, rows: QVBoxLayout) -> None:
        look = self.look
        self.editor = CodeEditor(look, "Message body")
        self.editor.set_syntax(Syntax.JSON)
        self.editor.set_text(BODY)
        view = CodeView(look, "Message body shown")
        view.set_text(XML, Syntax.XML)
        bar = ProgressLine(look, height=6, name="Message size")
        bar.set_fraction(0.35)
        field = FormField(
            "Message group ID", TextField("KB-204", mono=True), hint="In order within the group."
        )
        wrong = FormField("Deduplication ID", TextField(mono=True))
        wrong.set_error("Required: content-based deduplication is off.")
        fields = QWidget()
        set_ground(fields, "sunken")
        column = QVBoxLayout(fields)
        for part in (field, wrong, FormField("Copies", NumberBox(look, 1, 10_000, 1, name="Copies")), bar):
            column.addWidget(part)
        rows.addWidget(row_of(self.editor, view, fields), 1)


def sample_dialog(look: Look, parent: QWidget) -> DialogFrame:
    """The purge dialog of the pictures."""
    dialog = DialogFrame(
        look,
        "Purge OrderQueue",
        sentence="All messages in this queue will be deleted, also those in flight and delayed; those sent "
        "in the next minute may be deleted too. This cannot be undone. SQS allows one purge a minute.",
        icon="trash",
        icon_tone="danger",
        environment="prod",
        width=500,
        parent=parent,
    )
    dialog.add_facts([("Queue", "OrderQueue"), ("Account", "111122223333"), ("Region", "Europe (Ireland)")])
    hint = "OrderQueue, with capitals as written"
    dialog.add_field(FormField("Type the queue name", TextField(mono=True), hint=hint))
    dialog.add_note(NoteKind.WARNING, "This can be stopped but not undone. Moved messages are new ones. " * 2)
    dialog.set_verb(danger_fill_button(look, "Purge about 18,300 messages"))
    return dialog


def write_pictures(app: QApplication, folder: Path) -> None:
    """The sheet and the dialog, light and dark."""
    look = Look(app, Theme.LIGHT)
    gallery = Gallery(look)
    gallery.resize(1280, 1000)
    gallery.show()
    gallery.activateWindow()
    gallery.messages.setFocus()
    for theme in (Theme.LIGHT, Theme.DARK):
        look.set_theme(theme)
        app.processEvents()
        app.processEvents()
        gallery.grab().save(str(folder / f"parts-{theme.value}.png"))
        dialog = sample_dialog(look, gallery)
        dialog.open()
        app.processEvents()
        dialog.grab().save(str(folder / f"dialog-{theme.value}.png"))
        gallery.grab().save(str(folder / f"dimmed-{theme.value}.png"))
        dialog.reject()
        dialog.deleteLater()
    gallery.close()


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    write_pictures(QApplication([]), target)
