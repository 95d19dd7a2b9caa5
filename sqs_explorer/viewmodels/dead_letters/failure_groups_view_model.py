"""Failure groups: what the messages received have in common, grouped off the GUI thread as they come."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.errors import InvalidInput
from sqs_explorer.domain.quantities import count_words
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.failure_facts import READ_CHARACTERS, MessageFacts, read_facts, read_values
from sqs_explorer.services.failure_groups import FailureGroup, FailureGroups, group_messages
from sqs_explorer.services.failure_keys import GroupKey, KeyKind
from sqs_explorer.services.message_search import compiled_expression
from sqs_explorer.viewmodels.dead_letters.failure_group_model import FailureGroupModel
from sqs_explorer.viewmodels.dead_letters.group_choices import GroupChoice, group_choices
from sqs_explorer.viewmodels.dead_letters.message_slices import slice_from
from sqs_explorer.viewmodels.messages.message_store import GONE_STATES, MessageStore
from sqs_explorer.viewmodels.page_context import PageContext
from sqs_explorer.viewmodels.task_scope import TaskScope

REST_SECONDS = 0.25
"""Between two groupings while messages come in, so that the thread is free for other things."""
EXPRESSION_FIELD = "JMESPath expression"

Search = Callable[[object], object]


class FailureGroupsViewModel(QObject):
    """Groups the messages of `store`, and knows which group is in front (None: all messages)."""

    changed = Signal()
    """Groups, choices, the expression or its error changed."""
    chosen_changed = Signal()
    """Another group is in front, or other messages are in it."""

    def __init__(
        self,
        context: PageContext,
        store: MessageStore,
        scope: TaskScope,
        parent: QObject | None = None,
        *,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._store = store
        self._scope = scope
        self._pause = pause
        self._facts: list[MessageFacts] = []
        self._characters_left = READ_CHARACTERS
        self._values: list[str | None] = []
        self._search: Search | None = None
        self._turn = 0
        self._is_stale = False
        self._is_working = False
        self._result = FailureGroups(None, (), ())
        self._chosen: FailureGroup | None = None
        self._key: GroupKey | None = None
        self.model = FailureGroupModel(context.clock.now, self)
        self.is_typing = False
        self.expression = ""
        self.expression_error = ""
        for signal in (store.rows_added, store.rows_changed):
            signal.connect(self._take_rows)
        store.cleared.connect(self._forget)
        context.catalogue.attributes_changed.connect(self._take_attributes)
        if len(store):
            self._wake()

    @property
    def key(self) -> GroupKey | None:
        """What is grouped by as chosen, None for found by itself."""
        return self._key

    @property
    def found_key(self) -> GroupKey | None:
        """What the groups in the table are grouped by, None if nothing was found."""
        return self._result.key

    @property
    def choices(self) -> tuple[GroupChoice, ...]:
        """The entries of Group by."""
        found = self._result.key if self._key is None else None
        return group_choices(self._result.candidates, found, self._key)

    @property
    def chosen_index(self) -> int:
        """The place of the entry in force."""
        choices = self.choices
        if self.is_typing:
            return len(choices) - 1
        return next((place for place, choice in enumerate(choices) if choice.key == self._key), 0)

    @property
    def chosen(self) -> FailureGroup | None:
        """The group in front, None for all messages."""
        return self._chosen

    @property
    def counts_text(self) -> str:
        """How many messages are grouped of how many the queue holds, short: `61 of 70`, `61` if not known."""
        grouped, in_queue = self._counts
        return (f"{grouped:,} of {in_queue:,}" if in_queue else f"{grouped:,}") if self._facts else ""

    @property
    def counts_sentence(self) -> str:
        """The same in whole words: `61 of 70 messages are grouped`."""
        grouped, in_queue = self._counts
        words = count_words(in_queue or grouped, "message")
        whole = f"{grouped:,} of {words}" if in_queue else words
        return f"{whole} {'is' if grouped == 1 else 'are'} grouped" if self._facts else ""

    @property
    def _counts(self) -> tuple[int, int]:
        """How many are grouped, and how many the queue holds (0: not known, or fewer by SQS's count)."""
        grouped = sum(group.count for group in self._result.groups)
        attributes = self._context.attributes
        in_queue = (attributes.available or 0) + (attributes.in_flight or 0) if attributes else 0
        return grouped, in_queue if in_queue >= grouped > 0 else 0

    @property
    def note(self) -> str:
        """What was left out of the grouping, "" if nothing was."""
        if not self._result.unread:
            return ""
        bodies = "1 body was" if self._result.unread == 1 else f"{self._result.unread:,} bodies were"
        most = READ_CHARACTERS // 1024 // 1024
        return (
            f"{bodies} not read for grouping: more than {most} MiB in all, or nested too deeply. "
            "Attributes group all messages."
        )

    def choose_key(self, index: int) -> None:
        """Group by an entry of `choices`; the last one opens the field for a JMESPath."""
        choices = self.choices
        if not 0 <= index < len(choices) or index == self.chosen_index:
            return
        choice = choices[index]
        self.is_typing = choice.is_typed
        if choice.is_typed:
            self.set_expression(self.expression)
            self.changed.emit()
            return
        self._group_by(choice.key)

    def set_expression(self, text: str) -> None:
        """Group by a JMESPath; one that can't be read is said in `expression_error`, the groups stay."""
        self.expression, self.expression_error = text, ""
        if not text.strip():
            self.changed.emit()
            return
        try:
            search = compiled_expression(text.strip(), EXPRESSION_FIELD)
        except InvalidInput as problem:
            self.expression_error = problem.reason
            self.changed.emit()
            return
        self._search, self._values = search, []
        self._group_by(GroupKey(KeyKind.EXPRESSION, text.strip()))

    def choose(self, group: FailureGroup | None) -> None:
        """Bring a group to the front, or all messages."""
        if (group and group.identity) != (self._chosen and self._chosen.identity):
            self._chosen = group
            self.chosen_changed.emit()
            self.changed.emit()

    def _group_by(self, key: GroupKey | None) -> None:
        self._key = key
        self.choose(None)
        self.changed.emit()
        self._wake()

    def _take_rows(self, _: object) -> None:
        self._wake()

    def _take_attributes(self, queues: tuple[QueueRef, ...]) -> None:
        if self._context.queue in queues:
            self.changed.emit()

    def _forget(self) -> None:
        self._turn += 1
        self._facts, self._values, self._characters_left = [], [], READ_CHARACTERS
        self._show(FailureGroups(self._result.key, (), ()))

    def _wake(self) -> None:
        self._is_stale = True
        if not self._is_working:
            self._is_working = True
            self._scope.start(self._work())

    async def _work(self) -> None:
        try:
            while self._is_stale:
                self._is_stale = False
                await self._read()
                await self._group()
                if self._is_stale:
                    await self._pause(REST_SECONDS)
        finally:
            self._is_working = False

    async def _read(self) -> None:
        """Read what came since; of a JMESPath, what it finds in what it has not seen yet."""
        turn, search, run = self._turn, self._search, self._context.off_thread.run
        while part := slice_from(self._store.rows, len(self._facts)):
            facts, left = await run(read_facts, part, self._characters_left)
            if turn != self._turn:
                return
            self._facts += facts
            self._characters_left = left
        if self._key is None or self._key.kind is not KeyKind.EXPRESSION or search is None:
            return
        while len(self._values) < len(self._facts):
            first = len(self._values)
            part = slice_from(self._store.rows, first)[: len(self._facts) - first]
            values = await run(read_values, part, self._facts[first : first + len(part)], search)
            if turn != self._turn or search is not self._search:
                return
            self._values += values

    async def _group(self) -> None:
        turn, key, facts = self._turn, self._key, tuple(self._facts)
        is_expression = key is not None and key.kind is KeyKind.EXPRESSION
        values = tuple(self._values)
        if is_expression and len(values) != len(facts):
            return
        if key is None and self._chosen is not None:
            # While a group is in front, what messages are grouped by must not change under it.
            key = self._result.key
        gone = frozenset(row.message.message_id for row in self._store.rows if row.state in GONE_STATES)
        result = await self._context.off_thread.run(group_messages, facts, key, gone=gone, values=values)
        if turn == self._turn and (key == self._key or self._key is None):
            self._show(result)

    def _show(self, result: FailureGroups) -> None:
        self._result = result
        self.model.show_groups(result.groups)
        if self._chosen is not None:
            same = (group for group in result.groups if group.identity == self._chosen.identity)
            before, self._chosen = self._chosen, next(same, None)
            if self._chosen is None or self._chosen.message_ids != before.message_ids:
                self.chosen_changed.emit()
        self.changed.emit()
