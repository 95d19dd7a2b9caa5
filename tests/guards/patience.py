"""How long a test waits for a state before it gives up; no measure of speed, so there is room."""

LOADED_FACTOR = 4
"""Limits are written for a machine with nothing else to do. Waiting longer costs only a test that fails."""


def patient(seconds: float) -> float:
    """Return the limit, in seconds, that a loaded machine is given for this one."""
    return seconds * LOADED_FACTOR
