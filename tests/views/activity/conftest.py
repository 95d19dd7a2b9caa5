"""A look of the tests' own."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.look.palette import Theme


@pytest.fixture
def look(qapp: QApplication) -> Look:
    """Return the light look."""
    return Look(qapp, Theme.LIGHT)
