"""What the window's process and its worker say to each other: typed frames (`frame_codec.py`).

The domain's own dataclasses cross as they are.
"""

from __future__ import annotations

import msgspec

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.keys import SessionKeys
from sqs_explorer.domain.moves import HeldOriginal, MoveOrder, MoveOutcome, MoveProgress, WaitingOriginal


class Start(msgspec.Struct, tag=True, frozen=True):
    """The first frame to the worker: what to move, by which connections, and where the journal is.

    A spec is read-only if its connection may not write now: what the worker may do is settled at its start.
    `agreed_endpoints` are those that may be called in plain http, `waiting` is what comes later, as there is
    room for it. Keys are never in it: the worker asks for them.
    """

    order: MoveOrder
    specs: tuple[ConnectionSpec, ...]
    agreed_endpoints: frozenset[str]
    journal_folder: str
    expected: int | None
    waiting: tuple[WaitingOriginal, ...] = ()


class Originals(msgspec.Struct, tag=True, frozen=True):
    """An answer to MoreWanted: at most ten messages to move; none when there are no more."""

    originals: tuple[HeldOriginal, ...]


class KeysGiven(msgspec.Struct, tag=True, frozen=True):
    """The answer to KeysWanted: keys, or why there are none. It lives in the pipe and in memory only."""

    connection_id: str
    keys: SessionKeys | None = None
    error: SqsExplorerError | None = None


class SignInEnded(msgspec.Struct, tag=True, frozen=True):
    """The answer to SignInWanted: whether the person has signed in again."""

    connection_id: str
    is_signed_in: bool


class Stop(msgspec.Struct, tag=True, frozen=True):
    """Finish what is in flight and end."""


class MoreWanted(msgspec.Struct, tag=True, frozen=True):
    """The worker has room for one more batch of originals."""


class KeysWanted(msgspec.Struct, tag=True, frozen=True):
    """The worker needs what signs the calls of a connection now."""

    connection_id: str


class SignInWanted(msgspec.Struct, tag=True, frozen=True):
    """The server says that a connection's keys have expired; who asks waits for a sign-in.

    `sign_ins` is how many sign-ins of the connection it had heard of by then.
    """

    connection_id: str
    error: SqsExplorerError
    sign_ins: int = 0


class Progress(msgspec.Struct, tag=True, frozen=True):
    """How the move comes on."""

    progress: MoveProgress


class Ended(msgspec.Struct, tag=True, frozen=True):
    """The last frame of the worker: how the move ended, or the error by which it could not begin."""

    outcome: MoveOutcome | None = None
    error: SqsExplorerError | None = None


Question = KeysWanted | SignInWanted
Answer = KeysGiven | SignInEnded
ToWorker = Start | Originals | Answer | Stop
FromWorker = MoreWanted | Question | Progress | Ended
