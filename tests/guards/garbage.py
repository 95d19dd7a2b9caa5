"""Cyclic garbage dies between tests and on the main thread alone, as in the program.

A QObject that the collector finds in another test's thread is destroyed there, which takes Qt down.
"""

import gc


def hold_back() -> None:
    """Let the interpreter collect nothing by itself."""
    gc.disable()


def collect_if_due() -> None:
    """Collect the oldest generation whose threshold is passed."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > thresholds[generation]:
            gc.collect(generation)
            return
