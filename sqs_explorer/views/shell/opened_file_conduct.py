"""What the window does with a file that the program was started with: show Replay, or Quick open first."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from sqs_explorer.viewmodels.shell.opened_files import OpenedFiles
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.replaying.replay_dialog import ask_replay
from sqs_explorer.views.shell.opened_file_strip import OpenedFileStrip


class OpenedFileConduct(QObject):
    """Connects the strip to the Replay dialog of the page in front."""

    def __init__(
        self,
        look: Look,
        window: QWidget,
        strip: OpenedFileStrip,
        view_model: OpenedFiles,
        choose_queue: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self._look = look
        self._window = window
        self._view_model = view_model
        strip.queue_requested.connect(choose_queue)
        strip.send_requested.connect(self._send)

    def _send(self) -> None:
        if QApplication.activeModalWidget() is not None:
            return
        replay = self._view_model.offer()
        if replay is not None:
            replay.dialogs.start(ask_replay(self._look, replay, self._window))
