"""The application is known to the desktop by name and icon, and takes the files that macOS hands to it."""

from __future__ import annotations

import ctypes
import sys
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QFileOpenEvent, QGuiApplication

from sqs_explorer.views.shell.program_application import (
    TASKBAR_GROUP,
    ProgramApplication,
    name_taskbar_group,
)


def test_files_asked_for_before_the_window_and_after_it_are_opened(
    qapp: ProgramApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(qapp, "_take", None)
    taken: list[str] = []
    QGuiApplication.sendEvent(qapp, QFileOpenEvent("/früh dran.jsonl"))
    qapp.give_files_to(taken.extend)
    assert taken == ["/früh dran.jsonl"]
    QGuiApplication.sendEvent(qapp, QFileOpenEvent(QUrl.fromLocalFile("/a b.jsonl")))
    QGuiApplication.sendEvent(qapp, QFileOpenEvent(QUrl("https://example.com/")))
    assert taken == ["/früh dran.jsonl", "/a b.jsonl"]


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS shows the bundle's icon")
def test_the_window_has_the_programs_icon_in_every_usual_size(qapp: ProgramApplication) -> None:
    icon = qapp.windowIcon()
    assert {16, 32, 48, 128} <= {size.width() for size in icon.availableSizes()}
    blue = icon.pixmap(QSize(32, 32)).toImage().pixelColor(4, 16)
    assert (blue.red(), blue.green(), blue.blue(), blue.alpha()) == (0x2C, 0x5F, 0xD8, 255)
    assert icon.pixmap(QSize(32, 32)).toImage().pixelColor(0, 0).alpha() == 0


def test_only_a_run_from_source_on_windows_names_its_group_on_the_taskbar(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    named: list[str] = []
    shell = SimpleNamespace(SetCurrentProcessExplicitAppUserModelID=named.append)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(shell32=shell), raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    name_taskbar_group()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    name_taskbar_group()
    assert not named
    monkeypatch.delattr(sys, "frozen")
    name_taskbar_group()
    assert named == [TASKBAR_GROUP]
