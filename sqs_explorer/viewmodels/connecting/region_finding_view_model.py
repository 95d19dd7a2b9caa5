"""The search for regions that have queues: its progress in words, its end, and what it found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.quantities import count_words
from sqs_explorer.services.ports import ConnectionOpener
from sqs_explorer.services.region_finding import RegionSearch, find_regions
from sqs_explorer.services.stopping import StopRequest
from sqs_explorer.viewmodels.error_text import ErrorText, error_text
from sqs_explorer.viewmodels.task_scope import TaskScope


@dataclass(frozen=True, slots=True)
class FoundRegions:
    """What is known of regions once a search has ended: codes; `enabled` None where nobody tells."""

    enabled: frozenset[str] | None = None
    with_queues: frozenset[str] = frozenset()


class RegionFindingViewModel(QObject):
    """One search at a time, connection by connection.

    Signals: `changed`, and `found(FoundRegions)` at the end of a search.
    """

    changed = Signal()
    found = Signal(object)

    def __init__(self, opener: ConnectionOpener, scope: TaskScope, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._opener = opener
        self._scope = scope
        self._stop: StopRequest | None = None
        self._searches: dict[str, RegionSearch] = {}
        self._was_stopped = False
        self.error: ErrorText | None = None

    @property
    def is_searching(self) -> bool:
        """Whether a search is under way."""
        return self._stop is not None

    @property
    def words(self) -> str:
        """How far the search is, or what came of it; "" before there was one."""
        asked = sum(search.asked for search in self._searches.values())
        total = sum(len(search.regions) for search in self._searches.values())
        if self.is_searching:
            return f"{asked} of {total}" if total else "Asking which regions are enabled"
        if not self._searches or self.error is not None:
            return ""
        count = len(self._with_queues())
        number = f"{asked} asked" if self._was_stopped else f"{total}"
        if not count:
            return f"No queues in {number}"
        return f"{count} of {number} {'has' if count == 1 else 'have'} queues"

    @property
    def refusal_words(self) -> str:
        """How many regions did not answer, and why; "" if all did."""
        refusals = [error for search in self._searches.values() for error in search.refusals]
        if not refusals or self.is_searching:
            return ""
        kinds = Counter(error_text(error).short for error in refusals)
        reasons = (f"{kind[0].lower()}{kind[1:]} ({count})" for kind, count in kinds.most_common())
        return f"{count_words(len(refusals), 'region')} did not answer: {', '.join(reasons)}."

    def _with_queues(self) -> frozenset[str]:
        return frozenset(code for search in self._searches.values() for code in search.found)

    def start(
        self, specs: Sequence[ConnectionSpec], codes: Callable[[ConnectionSpec], Sequence[str]]
    ) -> None:
        """Search with these connections, each in the regions that `codes` gives for it."""
        if self.is_searching:
            return
        stop = self._stop = StopRequest()
        self._searches, self.error, self._was_stopped = {}, None, False
        self.changed.emit()
        self._scope.start(self._search(specs, codes, stop))

    async def _search(
        self,
        specs: Sequence[ConnectionSpec],
        codes: Callable[[ConnectionSpec], Sequence[str]],
        stop: StopRequest,
    ) -> None:
        error: ErrorText | None = None
        try:
            for spec in specs:
                on_found = partial(self._tell, stop, spec.connection_id)
                await find_regions(self._opener, spec, codes(spec), stop=stop, on_found=on_found)
                if stop.is_requested:
                    break
        except SqsExplorerError as refusal:
            error = error_text(refusal)
        finally:
            was_forgotten = self._stop is not stop
            if not was_forgotten:
                self._stop = None
        if not was_forgotten:
            self._was_stopped, self.error = stop.is_requested, error
            self.found.emit(FoundRegions(self._enabled(), self._with_queues()))
            self.changed.emit()

    def _tell(self, stop: StopRequest, connection_id: str, search: RegionSearch) -> None:
        if self._stop is stop:
            self._searches[connection_id] = search
            self.changed.emit()

    def _enabled(self) -> frozenset[str] | None:
        known = [search.enabled for search in self._searches.values() if search.enabled is not None]
        return frozenset[str]().union(*known) if known else None

    def stop(self) -> None:
        """End the search with what it has found."""
        if self._stop is not None:
            self._stop.request()

    def forget(self) -> None:
        """End the search and forget what came of it: it was about another profile."""
        if self._stop is None and not self._searches and self.error is None:
            return
        self.stop()
        self._stop = None
        self._searches, self.error = {}, None
        self.changed.emit()
