"""What can't be brought back, and from when on a person types the queue's name first."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sqs_explorer.domain.connections import Environment

DELETED_WITHOUT_TYPING: Mapping[Environment, int] = MappingProxyType(
    {
        Environment.DEVELOPMENT: 100,
        Environment.TEST: 100,
        Environment.DEMO: 100,
        Environment.PRODUCTION: 10,
    }
)
"""So many messages are deleted at once after a plain question; more ask for the queue's name."""

PURGE_PAUSE_SECONDS = 60
"""SQS allows one purge of a queue in this time, and takes as long for it (API reference, PurgeQueue)."""


def asks_for_name(messages: int, environment: Environment) -> bool:
    """Whether deleting so many messages at once asks to type the queue's name."""
    return messages > DELETED_WITHOUT_TYPING[environment]
