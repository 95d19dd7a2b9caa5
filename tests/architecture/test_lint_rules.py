"""Shows that ruff, as pyproject.toml sets it up, refuses what the design bans by name."""

import json
import subprocess
import sys

import pytest

from tests.architecture.sources import CHECKOUT


def codes(text: str, path: str) -> set[str]:
    """Return the codes of ruff's complaints about a module of this text at this place."""
    command = [sys.executable, "-m", "ruff", "check", "--output-format", "json", "--no-cache"]
    result = subprocess.run(
        [*command, "--stdin-filename", path, "-"],
        cwd=CHECKOUT,
        input=f'"""Breaks a rule."""\n\n{text}\n',
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert result.stdout, result.stderr
    return {complaint["code"] for complaint in json.loads(result.stdout)}


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("TID251", "from qasync import asyncSlot\n\nslot = asyncSlot"),
        ("TID251", "import qasync\n\nslot = qasync.asyncClose"),
        ("TID251", "from PySide6.QtWidgets import QLabel\n\nlabel = QLabel()"),
        ("TID251", "from PySide6 import QtWidgets\n\nbox = QtWidgets.QMessageBox()"),
        ("TID251", "from PySide6.QtWidgets import QTextEdit\n\nedit = QTextEdit()"),
        ("TID251", "from PySide6.QtWidgets import QToolTip\n\ntip = QToolTip"),
        ("TID251", "import ast\n\nvalue = ast.literal_eval('1')"),
        ("TID252", "from . import queues\n\nqueues.list()"),
        ("S307", "value = eval('1')"),
        ("T201", "print('hello')"),
        ("ERA001", "# value = compute(1)"),
        ("D103", "def send():\n    return 1"),
        ("N801", "class queue_panel:\n    '''Is named badly.'''"),
        ("E501", "value = '" + "x" * 110 + "'"),
    ],
)
def test_ruff_refuses(code: str, text: str) -> None:
    assert code in codes(text, "sqs_explorer/views/breaking.py")


def test_the_plain_text_wrappers_may_use_what_they_wrap() -> None:
    text = "from PySide6.QtWidgets import QLabel\n\nlabel = QLabel()"
    assert codes(text, "sqs_explorer/views/parts/plain_text.py") == set()
