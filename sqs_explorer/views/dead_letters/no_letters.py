"""What the tab says on a queue that is no dead-letter queue: where its dead letters are, or what a DLQ is."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sqs_explorer.domain.quantities import count_words
from sqs_explorer.viewmodels.dead_letters.dead_letter_links import TargetLink
from sqs_explorer.viewmodels.dead_letters.dead_letters_view_model import DeadLettersViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import outlined_button
from sqs_explorer.views.parts.empty_state import EmptyState

NO_DLQ = (
    "A dead-letter queue (DLQ) takes messages that were received more often than a redrive policy allows, so "
    "that they stop coming back. This queue has no redrive policy, and no other queue's policy names it."
)


class NoLetters(QWidget):
    """An empty state with the way on, if there is one."""

    def __init__(self, look: Look, view_model: DeadLettersViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self.state = EmptyState(look, "dlq", "", "")
        self.open = outlined_button(look, "Open the dead-letter queue", "dlq")
        self.open.setObjectName("open_dead_letter_queue")
        self.open.clicked.connect(self._open)
        self.state.add_button(self.open)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.state)
        view_model.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        target, loaded = self._view_model.target, self._view_model.is_loaded
        self.open.setVisible(target is not None and target.queue is not None)
        if target is not None:
            self._show_target(target)
        elif self._view_model.sources_error is not None:
            self.state.set_content(
                "warn", "Not known", "Which queues belong together could not be read. Press F5 to try again."
            )
        elif loaded:
            self.state.set_content("dlq", "No dead-letter queue", NO_DLQ)
        else:
            self.state.set_content("dlq", "Reading the redrive policies", "")

    def _show_target(self, target: TargetLink) -> None:
        times = count_words(target.maximum_receives, "receive")
        how = f"After {times} without a delete, SQS moves a message to {target.name}."
        if target.queue is None:
            title, end = (
                "The dead-letter queue is not listed",
                "It was deleted, or this identity may not list it.",
            )
        elif target.available:
            title = f"{count_words(target.available, 'dead letter')} in {target.name}"
            end = "Open it to read them and to put them back."
        else:
            title, end = f"No dead letters in {target.name}", ""
        self.state.set_content("dlq", title, f"{how} {end}".strip())

    def _open(self) -> None:
        target = self._view_model.target
        if target is not None and target.queue is not None:
            self._view_model.open_queue(target.queue)
