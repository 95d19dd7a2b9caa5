"""The quiet card that offers the demo to those without an AWS account at hand."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import outlined_button
from sqs_explorer.views.parts.ground import set_ground
from sqs_explorer.views.parts.icon_label import IconLabel
from sqs_explorer.views.parts.plain_text import PlainLabel

_WORDS = (
    "The order demo runs its own SQS in this program: 16 queues, services at work, failed orders to put back."
)


class DemoCard(QWidget):
    """Words and `Open the demo`."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("demo_card")
        set_ground(self, "card")
        self.open_demo = outlined_button(look, "Open the demo", "play")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(PlainLabel("No AWS account at hand?", role="strong"))
        words.addWidget(PlainLabel(_WORDS, tone="muted", wrap=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(17, 12, 17, 12)
        row.setSpacing(14)
        row.addWidget(IconLabel(look, "queue", "demo", 22))
        row.addLayout(words, 1)
        row.addWidget(self.open_demo)
