"""The fields of the settings file, each read by itself: a wrong value costs nothing but itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, fields
from typing import Any, TypeVar

from sqs_explorer.domain.connections import ConnectionSpec, Environment, ProfileKind
from sqs_explorer.domain.queues import QueueRef

Value = TypeVar("Value")
MOST_SECONDS = 2_000_000
"""Three weeks; Qt's timers count milliseconds in 32 bits."""
WRONG = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""What reading a value raises that makes no sense."""


class FieldReading:
    """Reads fields of a JSON object by name; `wrong` names those that held something else than it should."""

    def __init__(self, content: dict[str, Any]) -> None:
        self._content = content
        self.wrong: list[str] = []

    def one(self, name: str, read: Callable[[Any], Value], default: Value) -> Value:
        """Return a field's value, the default if it is not there or wrong."""
        if name not in self._content:
            return default
        try:
            return read(self._content[name])
        except WRONG:
            self.wrong.append(name)
            return default

    def each(self, name: str, read: Callable[[Any], Value]) -> tuple[Value, ...]:
        """Return a list's values without those that are wrong."""
        entries = self._content.get(name, [])
        if not isinstance(entries, list):
            self.wrong.append(name)
            return ()
        found: list[Value] = []
        for entry in entries:
            try:
                found.append(read(entry))
            except WRONG:
                self.wrong.append(name)
        return tuple(found)


def text(value: object) -> str:
    """Return a text. Raises TypeError for anything else."""
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def flag(value: object) -> bool:
    """Return true or false. Raises TypeError for anything else."""
    if not isinstance(value, bool):
        raise TypeError("neither true nor false")
    return value


def seconds(value: object) -> int:
    """Return whole seconds that a timer can wait. Raises TypeError or ValueError for anything else."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("not a whole number")
    if not 0 <= value <= MOST_SECONDS:
        raise ValueError("less than nothing, or longer than a timer waits")
    return value


def queue_from(content: dict[str, Any]) -> QueueRef:
    """Return a queue. Raises one of WRONG."""
    return QueueRef(**{name: text(value) for name, value in _known_fields(QueueRef, content).items()})


def environment_from(content: list[Any]) -> tuple[str, Environment]:
    """Return a profile's name and its environment. Raises one of WRONG."""
    profile, environment = content
    return text(profile), Environment(environment)


def spec_as_json(spec: ConnectionSpec) -> dict[str, Any]:
    """Return a connection as JSON holds it."""
    content = asdict(spec)
    return {
        **content,
        "environment": spec.environment.value,
        "kind": spec.kind.value,
        "regions": list(spec.regions),
    }


def spec_from(content: dict[str, Any]) -> ConnectionSpec:
    """Return a connection. Raises one of WRONG."""
    known = _known_fields(ConnectionSpec, content)
    regions = known.pop("regions")
    if not isinstance(regions, list):
        raise TypeError("no list of regions")
    environment, kind = Environment(known.pop("environment")), ProfileKind(known.pop("kind"))
    read_only = flag(known.pop("read_only", False))
    return ConnectionSpec(
        **{name: text(value) for name, value in known.items()},
        regions=tuple(map(text, regions)),
        environment=environment,
        kind=kind,
        read_only=read_only,
    )


def _known_fields(kind: type[ConnectionSpec | QueueRef], content: dict[str, Any]) -> dict[str, Any]:
    """Leave out what only a newer version knows: it must not cost all the other settings."""
    return {field.name: content[field.name] for field in fields(kind) if field.name in content}
