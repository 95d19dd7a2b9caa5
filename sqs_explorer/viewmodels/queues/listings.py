"""How each region's list of queues stands, as the catalogue tells it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.queues import QueueRef


class ListingState(Enum):
    """How a region's list stands."""

    OPENING = auto()
    LISTED = auto()
    REFRESHING = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class RegionListing:
    """One region's queues, in the order listed.

    While REFRESHING or FAILED they are the old ones, marked stale.
    """

    connection_id: str
    region: str
    state: ListingState = ListingState.OPENING
    queues: tuple[QueueRef, ...] = ()
    error: SqsExplorerError | None = None
    added: frozenset[QueueRef] = frozenset()
    """Those of `queues` that a person added and SQS did not list."""

    @property
    def listed_count(self) -> int:
        """How many of the queues SQS listed."""
        return len(self.queues) - len(self.added)

    @property
    def is_stale(self) -> bool:
        """Whether the queues that SQS listed are those of an earlier list."""
        return bool(self.listed_count) and self.state in {ListingState.REFRESHING, ListingState.FAILED}
