"""About's first page: the program, its versions and folders, its licence, and new versions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from sqs_explorer.viewmodels.about.about_view_model import AboutViewModel
from sqs_explorer.views.about.program_icon import ProgramIcon
from sqs_explorer.views.about.updates_box import UpdatesBox
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.ground import set_ground
from sqs_explorer.views.parts.named_label import NamedLabel
from sqs_explorer.views.parts.notes import StatusLine
from sqs_explorer.views.parts.plain_text import ElidedLabel, LinkButton, PlainLabel

ICON_PX, ROW_PX = 64, 24
WHAT_IT_IS = "A desktop program for the queues of Amazon SQS."
LICENCES = (
    "SQS Explorer is free software under the MIT licence, without any warranty. It shows its windows with Qt "
    "and PySide6, which are used under the GNU Lesser General Public License, version 3. "
    "The tab Licences has the texts of these and of all other parts."
)
SETTINGS, LOG = "Settings", "Log"


class ProgramPage(QWidget):
    """Fills in what is read as it comes."""

    def __init__(self, look: Look, view_model: AboutViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self._values: dict[str, ElidedLabel] = {}
        self.updates = UpdatesBox(look, view_model.updates)
        self._problem = StatusLine(look, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(self._head())
        column.addWidget(self._facts())
        column.addWidget(self._problem)
        column.addWidget(PlainLabel(LICENCES, wrap=True, selectable=True))
        news = QVBoxLayout()
        news.setSpacing(4)
        news.addWidget(PlainLabel("New versions", role="strong"))
        news.addWidget(self.updates)
        column.addLayout(news)
        column.addStretch(1)
        view_model.changed.connect(self._show)
        self._show()

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(PlainLabel("SQS Explorer", role="title"))
        version = NamedLabel("Version", PlainLabel(selectable=True))
        version.set_words(f"Version {self._view_model.version}")
        words.addWidget(version)
        words.addWidget(PlainLabel(WHAT_IT_IS, tone="muted"))
        words.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(ProgramIcon(ICON_PX))
        head.addLayout(words, 1)
        return head

    def _facts(self) -> QWidget:
        box = QWidget()
        set_ground(box, "facts")
        grid = QGridLayout(box)
        grid.setContentsMargins(12, 10, 12, 10)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        links = {
            SETTINGS: LinkButton(
                "Open folder", name="Open settings folder", on_click=self._view_model.open_settings_folder
            ),
            LOG: LinkButton("Open folder", name="Open log folder", on_click=self._view_model.open_log_folder),
        }
        labels = [label for label, _ in self._view_model.rows()]
        for row, label in enumerate((*labels, SETTINGS, LOG)):
            grid.setRowMinimumHeight(row, ROW_PX)
            grid.addWidget(PlainLabel(label, tone="muted"), row, 0)
            value = ElidedLabel(middle=label in links, role="mono", selectable=True, name=label)
            self._values[label] = value
            grid.addWidget(value, row, 1)
            if label in links:
                grid.addWidget(links[label], row, 2, Qt.AlignmentFlag.AlignRight)
        return box

    def _show(self) -> None:
        facts = self._view_model.facts
        folders = {SETTINGS: facts.settings_folder, LOG: facts.log_folder} if facts else {}
        for label, value in {**dict(self._view_model.rows()), **folders}.items():
            self._values[label].setText(value)
        self._problem.setVisible(bool(self._view_model.problem))
        self._problem.set_status("warn", self._view_model.problem, "warning")
