"""The system's file dialogs, awaited: they open without stopping the program."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtWidgets import QFileDialog, QWidget

from sqs_explorer.views.parts.dialog_frame import ask

ChooseTarget = Callable[[QWidget | None, str, str], Awaitable[str]]
"""Takes the parent, a suggested name and a filter such as `JSON Lines (*.jsonl)`; returns a path or ""."""

ChooseFile = Callable[[QWidget | None, str], Awaitable[str]]
"""Takes the parent and a filter; returns a path or ""."""


async def choose_target(parent: QWidget | None, suggested_name: str, name_filter: str) -> str:
    """Ask for a file to write; the dialog asks before it takes one that is there. "" if cancelled."""
    dialog = QFileDialog(parent, "Export to")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([name_filter, "All files (*)"])
    dialog.setDefaultSuffix(suggested_name.rpartition(".")[2])
    dialog.selectFile(suggested_name)
    return await _chosen(dialog)


async def choose_file(parent: QWidget | None, name_filter: str) -> str:
    """Ask for a file to read. "" if cancelled."""
    dialog = QFileDialog(parent, "Choose file")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([name_filter, "All files (*)"])
    return await _chosen(dialog)


async def _chosen(dialog: QFileDialog) -> str:
    accepted = await ask(dialog)
    return dialog.selectedFiles()[0] if accepted and dialog.selectedFiles() else ""
