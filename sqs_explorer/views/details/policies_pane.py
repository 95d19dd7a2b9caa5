"""The right half of Details: where dead letters go, or come from, and who may use the queue."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from sqs_explorer.domain.quantities import count_words
from sqs_explorer.viewmodels.details.details_view_model import DetailsViewModel
from sqs_explorer.views.details.queue_links import QueueLinks
from sqs_explorer.views.details.section_head import SectionHead
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import icon_button
from sqs_explorer.views.parts.code_highlighting import Syntax
from sqs_explorer.views.parts.code_view import CodeView
from sqs_explorer.views.parts.empty_state import EmptyState
from sqs_explorer.views.parts.ground import divider
from sqs_explorer.views.parts.pills import Chip
from sqs_explorer.views.parts.plain_text import PlainLabel

NO_POLICY = "Only its own account may use this queue, as far as IAM lets each identity."


class PoliciesPane(QWidget):
    """`Redrive policy` with links, `Access policy` read-only."""

    def __init__(self, look: Look, view_model: DetailsViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self.target_line = QueueLinks(look, "Redrive policy target")
        self.sources_line = QueueLinks(look, "Redrive policy sources")
        self._target_count = Chip(look, "")
        self.target_line.add_after(self._target_count)
        self.no_redrive = PlainLabel(
            "No redrive policy: messages stay here until they expire.", tone="muted", wrap=True
        )
        self.allowed = PlainLabel("", tone="muted", wrap=True)
        self._statements = Chip(look, "")
        self._copy = icon_button(look, "copy", "Copy access policy")
        self._copy.setObjectName("copy_access_policy")
        self._copy.clicked.connect(self._copy_policy)
        head = SectionHead("Access policy")
        head.add(self._statements)
        head.add(self._copy)
        self.policy = CodeView(look, "Access policy")
        self.no_policy = EmptyState(look, "unlock", "No access policy", NO_POLICY)
        self._policy_stack = QStackedLayout()
        self._policy_stack.addWidget(self.policy)
        self._policy_stack.addWidget(self.no_policy)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(SectionHead("Redrive policy"))
        rows.addLayout(self._redrive_lines())
        rows.addWidget(divider(self))
        rows.addWidget(head)
        rows.addLayout(self._policy_stack, 1)
        for line in (self.target_line, self.sources_line):
            line.queue_requested.connect(view_model.open_queue)
        view_model.changed.connect(self._show)
        self._show()

    def _redrive_lines(self) -> QVBoxLayout:
        lines = QVBoxLayout()
        lines.setContentsMargins(16, 0, 16, 12)
        lines.setSpacing(4)
        for widget in (self.target_line, self.no_redrive, self.sources_line, self.allowed):
            lines.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        return lines

    def _show(self) -> None:
        redrive = self._view_model.redrive
        known = self._view_model.has_attributes
        has_target = redrive.maximum_receives is not None
        self.target_line.setVisible(has_target)
        self.no_redrive.setVisible(known and not has_target)
        if redrive.maximum_receives is not None:
            times = count_words(redrive.maximum_receives, "receive")
            self.target_line.show_target(f"After {times} to", redrive.target_name, redrive.target)
        available = redrive.target_available
        self._target_count.setVisible(available is not None)
        if available:
            self._target_count.set_content(count_words(available, "message"), "warn", "danger")
        else:
            self._target_count.set_content("no messages")
        self.sources_line.setVisible(bool(redrive.sources))
        self.sources_line.show_queues("Dead-letter queue of", redrive.sources)
        self.allowed.setVisible(bool(redrive.allowed_sources))
        self.allowed.setText(f"May be a DLQ of: {redrive.allowed_sources}")
        self._show_policy()

    def _show_policy(self) -> None:
        policy = self._view_model.policy
        self._statements.setVisible(bool(policy.statements))
        self._statements.set_content(policy.statements)
        self._copy.set_available(bool(policy.text))
        self._policy_stack.setCurrentWidget(self.policy if policy.text else self.no_policy)
        if policy.text:
            self.policy.set_text(policy.text, Syntax.JSON)
        elif self._view_model.has_attributes:
            self.no_policy.set_content("unlock", "No access policy", NO_POLICY)
        else:
            self.no_policy.set_content(
                "refresh", "Not read yet", "The policy comes with the queue's attributes."
            )

    def _copy_policy(self) -> None:
        QGuiApplication.clipboard().setText(self._view_model.policy.text)
