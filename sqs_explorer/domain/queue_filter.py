"""The words one types above the tree: `order is:dlq has:messages profile:demo region:eu`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

_KINDS = ("dlq", "fifo", "favourite", "standard")


class QueueTraits(Protocol):
    """What `is:` and `has:` look at."""

    @property
    def is_dlq(self) -> bool:
        """Whether some queue's redrive policy names it."""
        ...

    @property
    def is_fifo(self) -> bool:
        """Whether it is a FIFO queue."""
        ...

    @property
    def is_favourite(self) -> bool:
        """Whether the person marked it."""
        ...

    @property
    def has_messages(self) -> bool | None:
        """Whether it holds any message; None as long as nobody counted."""
        ...


Traits = TypeVar("Traits", bound=QueueTraits)


@dataclass(frozen=True, slots=True)
class QueueFacts:
    """What the filter looks at.

    `has_messages` None: not counted yet, so `has:messages` waits for the count.
    """

    name: str
    profile: str
    region: str
    is_dlq: bool = False
    is_fifo: bool = False
    is_favourite: bool = False
    has_messages: bool | None = None


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """A filter as typed: every word and every condition must hold.

    `unknown` lists conditions nobody knows.
    """

    words: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    needs_messages: bool = False
    profiles: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it lets everything through."""
        return self == QueueFilter()

    @property
    def needs_attributes(self) -> bool:
        """Whether it asks for what only queue attributes tell: DLQ or not, messages or not."""
        return self.needs_messages or "dlq" in self.kinds

    def matches(self, queue: QueueFacts) -> bool:
        """Tell whether a queue passes. Words are parts of the name, in any case."""
        name = queue.name.lower()
        return (
            self.allows_place(queue.profile, queue.region)
            and all(word in name for word in self.words)
            and bool(self.allowed([queue]))
        )

    def allows_place(self, profile: str, region: str) -> bool:
        """Tell whether a queue of this profile and region can pass at all."""
        return (
            not self.unknown
            and (not self.profiles or any(part in profile.lower() for part in self.profiles))
            and (not self.regions or any(part in region.lower() for part in self.regions))
        )

    def with_words(self, names: Sequence[str]) -> list[int]:
        """Return the positions of the names, given in lower case, that hold every word."""
        if not self.words:
            return list(range(len(names)))
        first, *rest = sorted(self.words, key=len, reverse=True)
        found = [position for position, name in enumerate(names) if first in name]
        for word in rest:
            found = [position for position in found if word in names[position]]
        return found

    def allowed(self, queues: Sequence[Traits]) -> Sequence[Traits]:
        """Return the queues whose kind and messages pass, in order; quick for tens of thousands."""
        if self.needs_messages:
            queues = [queue for queue in queues if queue.has_messages]
        if "dlq" in self.kinds:
            queues = [queue for queue in queues if queue.is_dlq]
        if "favourite" in self.kinds:
            queues = [queue for queue in queues if queue.is_favourite]
        if "fifo" in self.kinds:
            queues = [queue for queue in queues if queue.is_fifo]
        if "standard" in self.kinds:
            queues = [queue for queue in queues if not queue.is_fifo]
        return queues


def parse_queue_filter(text: str) -> QueueFilter:
    """Read what was typed. A condition that is still being typed (`is:`, `has:mess`) filters nothing."""
    words, kinds, profiles, regions, unknown = [], set(), [], [], []
    needs_messages = False
    for word in text.lower().split():
        key, colon, value = word.partition(":")
        if not colon:
            words.append(word)
        elif _is_unfinished(key, value):
            continue
        elif key == "is" and value in _KINDS:
            kinds.add(value)
        elif word == "has:messages":
            needs_messages = True
        elif key == "profile":
            profiles.append(value)
        elif key == "region":
            regions.append(value)
        else:
            unknown.append(word)
    return QueueFilter(
        tuple(words), frozenset(kinds), needs_messages, tuple(profiles), tuple(regions), tuple(unknown)
    )


def _is_unfinished(key: str, value: str) -> bool:
    """Tell whether more letters would make this a condition."""
    if key == "is":
        return any(kind.startswith(value) and kind != value for kind in _KINDS)
    if key == "has":
        return "messages".startswith(value) and value != "messages"
    return key in {"profile", "region"} and not value
