"""How frames go through a pipe: MessagePack with its length in front, an error as class, text and fields."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from typing import Any

import msgspec

from sqs_explorer.domain import errors
from sqs_explorer.domain.errors import SqsExplorerError

HEAD = struct.Struct(">IB")
"""What is in front of each frame: its length in bytes, and its kind."""

_PLAIN, _ESCAPED = 0, 1
_TYPE_AND_FIELDS = ("class", "text", "fields")


def encode_frame(frame: msgspec.Struct) -> bytes:
    """Return a frame as it goes through the pipe.

    UTF-8 has no lone surrogates, but a server that isn't SQS may answer one: that frame goes as JSON.
    """
    kind = _PLAIN
    try:
        payload = _ENCODER.encode(frame)
    except UnicodeEncodeError:
        kind = _ESCAPED
        payload = json.dumps(msgspec.to_builtins(frame, enc_hook=_error_fields, str_keys=True)).encode()
    return HEAD.pack(len(payload), kind) + payload


class FrameDecoder:
    """Decodes the frames of one direction. `kinds` is their union: other frames are refused."""

    def __init__(self, kinds: Any) -> None:
        self._kinds = kinds
        self._decoder = msgspec.msgpack.Decoder(kinds, dec_hook=_error_of)

    def decode(self, kind: int, payload: bytes | bytearray) -> Any:
        """Return the frame. Raises msgspec.ValidationError or DecodeError for what is none."""
        if kind == _ESCAPED:
            return msgspec.convert(json.loads(payload), self._kinds, dec_hook=_error_of, str_keys=True)
        return self._decoder.decode(payload)


class FrameReader:
    """Reads frames of one direction from a pipe, on a thread of its own.

    `read` returns 1 to the given number of bytes, or none at the pipe's end.
    """

    def __init__(self, read: Callable[[int], bytes], kinds: Any) -> None:
        """`kinds` is ToWorker, FromWorker or ToCalls: other frames are refused."""
        self._read = read
        self._decoder = FrameDecoder(kinds)

    def next(self) -> Any:
        """Return the next frame; None at the end of the pipe, also in the middle of a frame.

        Raises msgspec.ValidationError or DecodeError for what is no frame.
        """
        head = self._exactly(HEAD.size)
        if head is None:
            return None
        length, kind = HEAD.unpack(head)
        payload = self._exactly(length)
        return None if payload is None else self._decoder.decode(kind, payload)

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
