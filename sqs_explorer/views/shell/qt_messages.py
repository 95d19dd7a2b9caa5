"""Sends what Qt itself has to say to the log, not to a terminal that nobody looks at."""

from __future__ import annotations

import logging

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

logger = logging.getLogger("sqs_explorer.qt")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_OF_NO_CONCERN = "This plugin does not support propagateSizeHints()"


def log_qt_messages() -> None:
    """Install the handler; what the offscreen platform says of every dialog is left out."""
    qInstallMessageHandler(_take)


def _take(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    if text != _OF_NO_CONCERN:
        logger.log(_LEVELS[kind], "%s", text)
