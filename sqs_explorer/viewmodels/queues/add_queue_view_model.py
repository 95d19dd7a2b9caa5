"""Adding a queue by URL, ARN or name: what is typed, what is wrong with it, and whether SQS has it."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import AccessDenied, InvalidInput, QueueNotFound, SqsExplorerError
from sqs_explorer.domain.regions import region_name
from sqs_explorer.services.queue_adding import FoundQueue, NamedQueue, find_named, parse_named_queue
from sqs_explorer.viewmodels.error_text import ErrorText, error_text
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue
from sqs_explorer.viewmodels.task_scope import TaskScope

Choice = tuple[str, str]
"""What is chosen, and its words."""


class AddQueueViewModel(QObject):
    """Checks what is typed as it is typed, and asks SQS once the person wants the queue.

    What was typed stays until a queue was found by it. `changed` tells that something to show is new.
    """

    changed = Signal()

    def __init__(self, catalogue: QueueCatalogue, scope: TaskScope, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._scope = scope
        self._task: asyncio.Task[None] | None = None
        self._region = ""
        self.connection_id = ""
        self.text = ""
        self.account_id = ""
        self.found: FoundQueue | None = None
        """The queue, once SQS has said that it is there."""
        self.failure: ErrorText | None = None
        """Why the queue was not found."""

    def begin(self, connection_id: str = "", region: str = "") -> None:
        """Begin anew in a connection and a region ("" for those of before, else the first)."""
        if connection_id:
            self.connection_id, self._region = connection_id, region
        self.cancel()

    @property
    def spec(self) -> ConnectionSpec | None:
        """The connection to add the queue to: the one chosen, else the first; None if none is open."""
        specs = self._catalogue.specs
        return self._catalogue.spec(self.connection_id) or (specs[0] if specs else None)

    @property
    def connections(self) -> tuple[Choice, ...]:
        """Open connections by ID."""
        return tuple(
            (spec.connection_id, f"{spec.title} · {spec.environment.value}") for spec in self._catalogue.specs
        )

    @property
    def named(self) -> NamedQueue | None:
        """What the text names; None while it is empty or wrong."""
        try:
            return parse_named_queue(self.text, self.account_id) if self.text.strip() else None
        except InvalidInput:
            return None

    @property
    def problem(self) -> tuple[str, str]:
        """The field that is wrong and the reason; both "" if nothing is."""
        try:
            parse_named_queue(self.text or "name", self.account_id if self.names_account_beside else "")
        except InvalidInput as error:
            return error.field, error.reason
        return "", ""

    @property
    def names_account_beside(self) -> bool:
        """Whether the account ID is typed beside: URL and ARN hold their own."""
        return not any(sign in self.text for sign in ":/")

    @property
    def region(self) -> str:
        """The region that the text names, else the one chosen, else the connection's first."""
        regions = self.spec.regions if self.spec else ()
        if self.named is not None and self.named.region:
            return self.named.region
        return self._region if self._region in regions else next(iter(regions), "")

    @property
    def is_region_named(self) -> bool:
        """Whether the text itself names the region, so that there is nothing to choose."""
        return self.named is not None and bool(self.named.region)

    @property
    def opens_region(self) -> bool:
        """Whether the region is not open yet: it is opened with the queue."""
        return bool(self.region) and self.spec is not None and self.region not in self.spec.regions

    @property
    def regions(self) -> tuple[Choice, ...]:
        """The connection's regions by code, and the one that the text names."""
        codes = dict.fromkeys((*(self.spec.regions if self.spec else ()), self.region))
        return tuple((code, f"{code} · {region_name(code)}") for code in codes if code)

    @property
    def hint(self) -> str:
        """What was understood, and what adding does besides."""
        named = self.named
        if named is None:
            return "Such as https://sqs.eu-west-1.amazonaws.com/123456789012/orders"
        opens = (
            f" {self.region} is not open in {self.spec.title} yet: it is opened, too."
            if (self.opens_region and self.spec)
            else ""
        )
        return f"{_words(named)}.{opens}"

    @property
    def is_checking(self) -> bool:
        """Whether SQS is being asked."""
        return self._task is not None

    @property
    def can_add(self) -> bool:
        """Whether there is a queue to ask for."""
        return self.named is not None and bool(self.region) and not self.is_checking

    def set_text(self, text: str) -> None:
        """Take over what is typed."""
        self.text = text
        self._edited()

    def set_account_id(self, account_id: str) -> None:
        """Take over the account ID typed beside a name."""
        self.account_id = account_id
        self._edited()

    def set_connection(self, connection_id: str) -> None:
        """Choose the connection."""
        self.connection_id = connection_id
        self._edited()

    def set_region(self, region: str) -> None:
        """Choose the region, where the text names none."""
        self._region = region
        self._edited()

    def _edited(self) -> None:
        self.cancel()
        self.changed.emit()

    def check(self) -> None:
        """Ask SQS for the queue; `found` or `failure` is there with the next `changed`."""
        named, spec, region = self.named, self.spec, self.region
        if named is None or spec is None or not self.can_add:
            return
        self.failure = None
        self._task = self._scope.start(self._find(spec.connection_id, region, named), self._fail)
        self.changed.emit()

    async def _find(self, connection_id: str, region: str, named: NamedQueue) -> None:
        gateway = self._catalogue.gateway(connection_id).sqs(region)
        self.found = await find_named(gateway, connection_id, named)
        self._task = None
        self.changed.emit()

    def _fail(self, error: SqsExplorerError) -> None:
        text = error_text(error)
        if isinstance(error, AccessDenied) and error.operation == "GetQueueUrl":
            step = "Type the queue's URL instead: it needs no sqs:GetQueueUrl."
            text = ErrorText(text.title, text.text, step, text.details)
        elif isinstance(error, QueueNotFound) and self.named is not None:
            account = f" of account {self.named.account_id}" if self.named.account_id else ""
            said = f"SQS in {self.region} has no queue {self.named.name}{account}, or does not say so to you."
            text = ErrorText(text.title, said, "Check name, account ID and region.", text.details)
        self.failure, self._task = text, None
        self.changed.emit()

    def cancel(self) -> None:
        """Ask no longer; what is typed stays."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        self.found = self.failure = None

    def clear(self) -> None:
        """Forget what was typed, once the queue is in the list."""
        self.text = self.account_id = ""
        self.cancel()

    async def close(self) -> None:
        """End the question under way."""
        await self._scope.close()


def _words(named: NamedQueue) -> str:
    account = f"account {named.account_id}" if named.account_id else ""
    if not named.url and not named.arn:
        return f"The queue {named.name} of {account or 'your own account'}"
    words = f"{'URL' if named.url else 'ARN'} of {named.name}"
    return f"{words}, {account}" if account else words
