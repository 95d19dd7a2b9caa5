"""What a trial of a package expects, said line by line: kept, or the trial ends."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

PATIENCE_SECONDS = 120


class NotAsPromisedError(Exception):
    """What a package did otherwise."""


def expect(is_so: bool, promise: str, found: object = "") -> None:
    """Report a promise as kept, or raise with what was found instead."""
    if not is_so:
        raise NotAsPromisedError(f"{promise}\n{found}".strip())
    sys.stdout.write(f"ok: {promise}\n")
    sys.stdout.flush()


def wait_for(condition: Callable[[], bool], promise: str) -> None:
    """Wait until a promise is kept by another process."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not condition() and time.monotonic() < until:
        time.sleep(0.2)
    expect(condition(), promise)
