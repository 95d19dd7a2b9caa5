"""The demo services' common clock: it can stand still, so that a person works on quiet queues."""

from __future__ import annotations

import logging
import threading
import time

LOG = logging.getLogger("demo")


class Pace:
    """Lets all services rest, and lets one wait for its next turn."""

    def __init__(self, *, paused: bool, speed: float = 1.0) -> None:
        """`speed` 2 makes every service work and rest half as long."""
        self._speed = speed
        self._running = threading.Event()
        if not paused:
            self._running.set()

    @property
    def is_paused(self) -> bool:
        """Tell whether no service may touch a queue now."""
        return not self._running.is_set()

    def pause(self) -> None:
        """Let every service rest before its next step."""
        self._running.clear()
        LOG.info("The demo services are paused.")

    def resume(self) -> None:
        """Let every service go on."""
        self._running.set()
        LOG.info("The demo services go on.")

    def wait_for_turn(self, seconds: float) -> None:
        """Sleep for so long, and then as long as the services are paused."""
        time.sleep(seconds / self._speed)
        self._running.wait()
