"""The Send tab of a queue's page: the composer, its options beside it, the Send bar below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sqs_explorer.viewmodels.composing.send_view_model import SendViewModel
from sqs_explorer.views.composing.attributes_pane import AttributesPane
from sqs_explorer.views.composing.body_pane import BodyPane
from sqs_explorer.views.composing.file_dropping import FileDropping
from sqs_explorer.views.composing.options_column import OptionsColumn
from sqs_explorer.views.composing.send_bar import SendBar
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.choosing_files import ChooseFile, choose_file
from sqs_explorer.views.parts.ground import set_ground
from sqs_explorer.views.parts.splitters import Splitter
from sqs_explorer.views.replaying.replay_dialog import ask_replay


class SendPanel(QWidget):
    """Puts the parts together; a text file dropped anywhere on it becomes the body."""

    def __init__(
        self,
        look: Look,
        view_model: SendViewModel,
        parent: QWidget | None = None,
        *,
        choose_path: ChooseFile = choose_file,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._choose_path = choose_path
        self.setObjectName("send_panel")
        set_ground(self, "panel")
        self._view_model = view_model
        self.body = BodyPane(look, view_model)
        self.attributes = AttributesPane(look, view_model)
        self.options = OptionsColumn(look, view_model)
        self.bar = SendBar(look, view_model)
        composer = QWidget()
        left = QVBoxLayout(composer)
        left.setContentsMargins(16, 12, 16, 16)
        left.setSpacing(12)
        left.addWidget(self.body, 1)
        left.addWidget(self.attributes)
        self.splitter = Splitter(Qt.Orientation.Horizontal, "send_splitter")
        self.splitter.addWidget(composer)
        self.splitter.addWidget(self.options)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.splitter, 1)
        rows.addWidget(self.bar)
        self.bar.send_button.clicked.connect(self._send)
        self.bar.replay_button.clicked.connect(self._replay)
        FileDropping(self).file_dropped.connect(view_model.load_body_file)

    def _replay(self) -> None:
        replay = self._view_model.replay
        replay.dialogs.start(ask_replay(self._look, replay, self, choose_path=self._choose_path))

    def _send(self) -> None:
        self.attributes.table.commit()
        self._view_model.send()
