"""A look of the tests' own."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from sqs_explorer.views.look.icons import IconCache
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.look.palette import Theme


@pytest.fixture
def look(qapp: QApplication, drawn_icons: IconCache) -> Look:
    """Return the light look."""
    look = Look(qapp, Theme.LIGHT)
    look._icons = drawn_icons
    return look
