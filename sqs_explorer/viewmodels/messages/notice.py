"""What a panel says about the last thing done, when that is more than a line in Activity."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sqs_explorer.viewmodels.error_text import ErrorText


class NoticeTone(Enum):
    """How serious it is."""

    INFO = "info"
    WARNING = "warning"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Notice:
    """Text in plain words, with a title, the next step and details for support where there are any."""

    tone: NoticeTone
    text: str
    title: str = ""
    next_step: str = ""
    details: str = ""


def error_notice(error: ErrorText, before: str = "") -> Notice:
    """Return the notice of an error; `before` says what was done until then."""
    text = f"{before} {error.text}".strip()
    return Notice(NoticeTone.DANGER, text, error.title, error.next_step, error.details)
