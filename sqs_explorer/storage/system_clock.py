"""The machine's own clock."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime


def sleepless_clock(platform: str) -> int | None:
    """Return the clock that counts a sleep, where `time.monotonic` does not: on Linux and macOS."""
    name = {"linux": "CLOCK_BOOTTIME", "darwin": "CLOCK_MONOTONIC"}.get(platform, "")
    found: int | None = getattr(time, name, None)
    return found


_SLEEPLESS = sleepless_clock(sys.platform)


class SystemClock:
    """Fulfils the port Clock."""

    def now(self) -> datetime:
        """Return the time of day in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds that never go back, and go on while the machine sleeps: SQS's visibility does."""
        return time.monotonic() if _SLEEPLESS is None else time.clock_gettime(_SLEEPLESS)
