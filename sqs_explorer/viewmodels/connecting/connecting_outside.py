"""What Connections reaches the world by, besides the AWS files."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.services.ports import Clock, ConnectionOpener
from sqs_explorer.services.sign_in_ports import SecretStore, SignIns


@dataclass(frozen=True, slots=True)
class ConnectingOutside:
    """`sign_in` lets the person sign in for a connection that need not be open: True once they have."""

    opener: ConnectionOpener
    secrets: SecretStore
    sign_ins: SignIns
    sign_in: Callable[[ConnectionSpec], Awaitable[bool]]
    clock: Clock
