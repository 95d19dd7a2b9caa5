"""What Send and Edit and resend share: whether a send is under way, refused, and what came of it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from sqs_explorer.viewmodels.composing.draft import Draft
from sqs_explorer.viewmodels.composing.draft_view_model import DraftViewModel
from sqs_explorer.viewmodels.composing.examination import examine
from sqs_explorer.viewmodels.composing.send_result import SendResult, refused_result
from sqs_explorer.viewmodels.page_context import PageContext


class SendingViewModel(DraftViewModel):
    """A draft that can be sent. Nothing typed is cleared, whatever comes of a send.

    `sending_changed`: a send began or ended, or is allowed now or no longer; `result_changed`: what came
    of it.
    """

    sending_changed = Signal()
    result_changed = Signal()

    def __init__(self, context: PageContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._is_sending = False
        self._result: SendResult | None = None
        self._refusals: frozenset[str] = frozenset()
        context.catalogue.connections_changed.connect(self.sending_changed)
        self.examined.connect(self._drop_mended_refusal)

    @property
    def result(self) -> SendResult | None:
        """What came of the last try."""
        return self._result

    @property
    def is_sending(self) -> bool:
        """Whether a send is under way."""
        return self._is_sending

    def _begin_sending(self) -> None:
        self._was_tried = True
        self._refusals = frozenset()
        self._set_sending(sending=True)

    async def _refusal(self, draft: Draft) -> SendResult | None:
        """Look over what is to be sent; return what our own checks say, None if nothing."""
        found = await self._context.off_thread.run(examine, draft, self.rules)
        self._show(draft, found)
        if not found.problems:
            return None
        reasons = tuple(problem.reason for problem in found.problems)
        self._refusals = frozenset(reasons)
        return refused_result(reasons, self._context.clock.now())

    def _drop_mended_refusal(self) -> None:
        """Take back what our own checks said once none of it holds any more."""
        if self._refusals and self._refusals.isdisjoint(p.reason for p in self.examination.problems):
            self._refusals = frozenset()
            self._set_result(None)

    def _set_sending(self, *, sending: bool) -> None:
        self._is_sending = sending
        self.sending_changed.emit()

    def _set_result(self, result: SendResult | None) -> None:
        self._result = result
        self.result_changed.emit()
