"""A child's end of the two pipes to its parent, and how it behaves in the background."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import queue
import signal
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable
from typing import Any

import msgspec

from sqs_explorer.worker.frame_codec import FrameReader, encode_frame

ORPHAN_LIMIT_SECONDS = 10.0
"""How long a child whose parent is gone may take to finish what is in flight."""

COLLECTOR_THRESHOLDS = (20_000, 20, 20)
"""A tenth of the work was the collector's, which walks over botocore's large, lasting objects."""


def settle_in() -> None:
    """Make this process one that works unseen for its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is the window's to answer.
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)  # Nobody reads it; saying nothing 25 times a call costs a twentieth.
    gc.set_threshold(*COLLECTOR_THRESHOLDS)


def claim_pipes() -> tuple[int, int]:
    """Return the descriptors to read and to write frames by.

    What anybody prints goes to standard error from then on, so that it is never taken for a frame.
    """
    writing = os.dup(1)
    os.dup2(2, 1)
    if sys.platform == "win32":
        import msvcrt

        for descriptor in (0, writing):
            msvcrt.setmode(descriptor, os.O_BINARY)
    return 0, writing


class FramePipe:
    """A thread that reads frames and one that writes them; the loop waits for neither. Made in that loop.

    There `obey` is called with each frame of `kinds`, and `mourn` once the parent is gone or wants no more.
    """

    def __init__(
        self, reading: int, writing: int, kinds: Any, obey: Callable[[Any], None], mourn: Callable[[], None]
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._reading, self._writing = reading, writing
        self._kinds, self._obey, self._mourn = kinds, obey, mourn
        self._to_write: queue.SimpleQueue[msgspec.Struct | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write, name="to-parent", daemon=True)
        self._reader = threading.Thread(target=self._read, name="from-parent", daemon=True)

    def begin(self) -> None:
        """Begin to listen and to write."""
        self._writer.start()
        self._reader.start()

    def send(self, frame: msgspec.Struct) -> None:
        """Say something to the parent, soon; if it is gone nobody hears it."""
        self._to_write.put(frame)

    def close(self) -> None:
        """Return when all was said."""
        self._to_write.put(None)
        self._writer.join(ORPHAN_LIMIT_SECONDS)

    def _read(self) -> None:
        frames = FrameReader(lambda size: os.read(self._reading, size), self._kinds)
        with contextlib.suppress(RuntimeError):  # the loop has ended: so will the process
            with contextlib.suppress(OSError, msgspec.MsgspecError):
                while (frame := frames.next()) is not None:
                    self._loop.call_soon_threadsafe(self._obey, frame)
            self._loop.call_soon_threadsafe(self._mourn)
        # The process ends by itself, and this thread with it, unless a server holds it up.
        time.sleep(ORPHAN_LIMIT_SECONDS)
        os._exit(1)

    def _write(self) -> None:
        try:
            while (frame := self._to_write.get()) is not None:
                _write_all(self._writing, encode_frame(frame))
        except OSError:
            pass  # The parent is gone, which the reader notices, too.
        except BaseException:
            # Without a word the parent would wait for ever; a process that has ended it understands.
            traceback.print_exc()
            os._exit(1)


def _write_all(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
