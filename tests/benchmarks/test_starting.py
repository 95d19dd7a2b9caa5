"""How long until the window is painted, over an empty one of Qt's."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.stalls import show_table

RUNS = 5
EMPTY = """
import os
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        os._exit(0)
application = QApplication([])
window = Window()
window.resize(1280, 800)
window.show()
application.exec()
"""
OURS = """
import os, sys
from pathlib import Path
from sqs_explorer.command_line import parse_command_line
options = parse_command_line(["--data-dir", sys.argv[1]])
from sqs_explorer import app
from sqs_explorer.views.shell.main_window import MainWindow
from PySide6.QtCore import QTimer
MainWindow.paintEvent = lambda self, event: QTimer.singleShot(0, lambda: os._exit(0))
app.main(options)
"""


def _seconds(script: str, folder: Path) -> float:
    # As installed: with compiled modules, whatever the shell says.
    environment = {
        **os.environ,
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
    }
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", script, str(folder)], check=True, env=environment)
    return time.perf_counter() - begun


def test_the_first_paint(tmp_path: Path) -> None:
    pairs = [(_seconds(EMPTY, tmp_path), _seconds(OURS, tmp_path)) for _ in range(RUNS)]
    empty, ours = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
    show_table(
        "Window painted",
        [
            ("an empty QMainWindow, from the start of Python", f"{empty * 1_000:.0f} ms", ""),
            ("the program's window", f"{ours * 1_000:.0f} ms", ""),
            ("ratio", f"{ours / empty:.2f} ×", "≤ 2 ×"),
        ],
    )
