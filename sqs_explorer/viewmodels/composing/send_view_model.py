"""What the Send tab does with its draft: sends it once, verifies the answer, and says what came of it."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject
from typing_extensions import override

from sqs_explorer.domain.activity import ApiCall
from sqs_explorer.domain.call_parameters import PlainValue
from sqs_explorer.domain.errors import OutcomeUnknown, SqsExplorerError
from sqs_explorer.domain.messages import OutgoingMessage
from sqs_explorer.services.sending import StoredDifferently, send_message
from sqs_explorer.viewmodels.composing.deduplication_memory import DeduplicationMemory
from sqs_explorer.viewmodels.composing.draft import Draft
from sqs_explorer.viewmodels.composing.send_result import failed_result, sent_result
from sqs_explorer.viewmodels.composing.sending_view_model import SendingViewModel
from sqs_explorer.viewmodels.error_text import error_text
from sqs_explorer.viewmodels.page_context import PageContext
from sqs_explorer.viewmodels.replaying.replay_view_model import ReplayViewModel

READ_ONLY_REASON = "Read-only connection: sending is off. Unlock writing in the header."


class SendViewModel(SendingViewModel):
    """The composer with its Send, and `replay` for messages from a file."""

    def __init__(
        self,
        context: PageContext,
        parent: QObject | None = None,
        *,
        memory: DeduplicationMemory | None = None,
    ) -> None:
        super().__init__(context, parent)
        self.replay = ReplayViewModel(context, self)
        self._memory = memory or DeduplicationMemory(context.clock)
        self._sent: Draft | None = None

    @property
    def blocked_reason(self) -> str | None:
        """Why nothing can be sent, or None."""
        return READ_ONLY_REASON if self._context.is_read_only else None

    @property
    def has_unsent_text(self) -> bool:
        """Whether body or attributes hold something that was not sent successfully since it was typed."""
        draft, sent = self.draft, self._sent
        if draft.is_empty:
            return False
        return sent is None or (draft.body, draft.attributes) != (sent.body, sent.attributes)

    @override
    async def close(self) -> None:
        """Finish a send under way, stop a replay after what is in flight."""
        await asyncio.gather(super().close(), self.replay.close())

    def send(self) -> None:
        """Send the message once, unless one is under way or the connection is read-only."""
        if self._is_sending or self.blocked_reason is not None:
            return
        self._begin_sending()
        self.scope.start(self._send(self.draft))

    async def _send(self, draft: Draft) -> None:
        try:
            refusal = await self._refusal(draft)
            if refusal is None:
                await self._deliver(draft)
            else:
                self._set_result(refusal)
        finally:
            self._set_sending(sending=False)

    async def _deliver(self, draft: Draft) -> None:
        context, rules = self._context, self.rules
        message = draft.message(is_fifo=rules.is_fifo)
        is_known = rules.is_fifo and self._memory.knows(context.queue, message, context.attributes)
        job = context.start_job(f"Send to {self.queue_name}", _send_call(context, message))
        try:
            answer = await send_message(
                context.gateway,
                context.queue.url,
                message,
                is_fifo=rules.is_fifo,
                content_based_deduplication=rules.may_lack_deduplication_id,
                maximum_size_bytes=rules.limit_bytes,
            )
        except SqsExplorerError as error:
            if rules.is_fifo and isinstance(error, OutcomeUnknown | StoredDifferently):
                self._memory.note(context.queue, message, context.attributes)
            self._set_result(failed_result(error, context.clock.now(), retry_is_safe=rules.is_fifo))
            job.fail(error_text(error).title, getattr(error, "request_id", ""))
        except BaseException:
            job.fail("Ended by a fault of the program")
            raise
        else:
            if rules.is_fifo:
                self._memory.note(context.queue, message, context.attributes)
            self._sent, self._was_tried = draft, False
            self._set_result(sent_result(answer, context.clock.now(), may_be_duplicate=is_known))
            job.finish(f"Sent 1 message to {self.queue_name} · ID {answer.message_id}", answer.request_id)
        context.catalogue.request_attributes([context.queue], again=True)


def _send_call(context: PageContext, message: OutgoingMessage) -> ApiCall:
    """Return the send for Activity: of the message it knows only which fields were given."""
    given = {
        "MessageAttributes": message.attributes,
        "MessageGroupId": message.group_id,
        "MessageDeduplicationId": message.deduplication_id,
        "MessageSystemAttributes": message.trace_header,
    }
    left_out = [name for name, value in given.items() if value]
    delay: dict[str, PlainValue] = (
        {} if message.delay_seconds is None else {"DelaySeconds": message.delay_seconds}
    )
    return context.call("SendMessage", delay, left_out=left_out)
