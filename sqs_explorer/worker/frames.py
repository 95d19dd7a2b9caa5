"""What the window's process and its worker say to each other: typed frames with their length in front.

The domain's own dataclasses cross as they are, in MessagePack; an error as its class, text and fields.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from typing import Any

import msgspec

from sqs_explorer.domain import errors
from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.keys import SessionKeys
from sqs_explorer.domain.moves import HeldOriginal, MoveOrder, MoveOutcome, MoveProgress, WaitingOriginal

_HEAD = struct.Struct(">IB")
_PLAIN, _ESCAPED = 0, 1
_TYPE_AND_FIELDS = ("class", "text", "fields")


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
    """The server says that a connection's keys have expired; the worker waits for a sign-in."""

    connection_id: str
    error: SqsExplorerError


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


def encode_frame(frame: ToWorker | FromWorker) -> bytes:
    """Return a frame as it goes through the pipe.

    UTF-8 has no lone surrogates, but a server that isn't SQS may answer one: that frame goes as JSON.
    """
    kind = _PLAIN
    try:
        payload = _ENCODER.encode(frame)
    except UnicodeEncodeError:
        kind = _ESCAPED
        payload = json.dumps(msgspec.to_builtins(frame, enc_hook=_error_fields, str_keys=True)).encode()
    return _HEAD.pack(len(payload), kind) + payload


class FrameReader:
    """Reads frames of one direction from a pipe.

    `read` returns 1 to the given number of bytes, or none at the pipe's end.
    """

    def __init__(self, read: Callable[[int], bytes], kinds: Any) -> None:
        """`kinds` is ToWorker or FromWorker: other frames are refused."""
        self._read = read
        self._kinds = kinds
        self._decoder = msgspec.msgpack.Decoder(kinds, dec_hook=_error_of)

    def next(self) -> Any:
        """Return the next frame; None at the end of the pipe, also in the middle of a frame.

        Raises msgspec.ValidationError or DecodeError for what is no frame.
        """
        head = self._exactly(_HEAD.size)
        if head is None:
            return None
        length, kind = _HEAD.unpack(head)
        payload = self._exactly(length)
        if payload is None:
            return None
        if kind == _ESCAPED:
            return msgspec.convert(json.loads(payload), self._kinds, dec_hook=_error_of, str_keys=True)
        return self._decoder.decode(payload)

    def _exactly(self, size: int) -> bytearray | None:
        received = bytearray()
        while len(received) < size:
            chunk = self._read(min(size - len(received), 1 << 20))
            if not chunk:
                return None
            received += chunk
        return received


def _error_fields(value: object) -> object:
    if isinstance(value, SqsExplorerError):
        return dict(zip(_TYPE_AND_FIELDS, (type(value).__name__, str(value), vars(value)), strict=True))
    raise NotImplementedError(f"{type(value).__name__} does not cross to another process.")


def _error_of(_: type, value: Any) -> SqsExplorerError:
    """Return the error of its class again, without its __init__, whose arguments are not its fields."""
    name, text, fields = (value[key] for key in _TYPE_AND_FIELDS)
    named = getattr(errors, name, None)
    found: type[SqsExplorerError] = SqsExplorerError
    if isinstance(named, type) and issubclass(named, SqsExplorerError):
        found = named
    error = BaseException.__new__(found, text)
    vars(error).update(fields)
    return error


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_error_fields)
