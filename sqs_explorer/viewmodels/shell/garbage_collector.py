"""Collects cyclic garbage on the main thread alone: a QObject that dies in another thread takes Qt down."""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

LOOK_MILLISECONDS = 1_000
FULL_REST_SECONDS = 30
"""A full collection walks over every message received, which can be felt: it rests this long."""


class MainThreadCollector(QObject):
    """Turns the interpreter's own collector off and does its work, by its own thresholds, from a timer."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        self._full_again_monotonic = 0.0
        self._timer = QTimer(self, interval=LOOK_MILLISECONDS)
        self._timer.timeout.connect(self.collect_if_due)

    def start(self) -> None:
        """Begin; what lives now is taken for permanent, so that collecting stays quick."""
        gc.collect()
        gc.freeze()
        gc.disable()
        self._timer.start()

    def collect_if_due(self) -> None:
        """Collect the oldest generation whose threshold is passed."""
        counts, now = gc.get_count(), time.monotonic()
        for generation in (2, 1, 0):
            rests = generation == 2 and now < self._full_again_monotonic
            if counts[generation] > self._thresholds[generation] and not rests:
                if generation == 2:
                    self._full_again_monotonic = now + FULL_REST_SECONDS
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Give the work back to the interpreter."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
