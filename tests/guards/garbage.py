"""Cyclic garbage dies between tests and on the main thread alone, as in the program.

A QObject that the collector finds in another test's thread is destroyed there, which takes Qt down.
"""

import gc


def hold_back() -> None:
    """Let the interpreter collect nothing by itself.

    What lives between two tests lasts: modules, test items, shared fixtures. It is put out of the collector's
    sight, for walking over all of it at each collection took a third of the whole run.
    """
    gc.disable()
    gc.collect()
    gc.freeze()


def collect() -> None:
    """Collect what the test made."""
    gc.collect()
