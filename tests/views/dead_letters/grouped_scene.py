"""Dead letters of two causes and one without, and the tab that shows them to the steps of a test."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

from sqs_explorer.domain.messages import MessageAttribute
from sqs_explorer.views.dead_letters.dead_letters_panel import DeadLettersPanel
from tests.views.dead_letters.panel_scene import PanelScene

REASONS = ("Card declined",) * 3 + ("Unknown product",) * 2


class Scene(PanelScene):
    """OrderQueue-DLQ with five letters of two causes and one without."""

    def __init__(self) -> None:
        super().__init__(letters=0)
        for number, reason in enumerate((*REASONS, "")):
            attributes = (MessageAttribute("errorReason", "String", reason),) if reason else ()
            self.fake.put(self.source, f"order {number}", attributes)


class OnTab(Protocol):
    """Shows the tab, all received, to the steps of a test; closes it when they are done."""

    def __call__(self, steps: Callable[[DeadLettersPanel], Awaitable[None]], *, width: int = 963) -> None: ...
