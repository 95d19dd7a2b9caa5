"""Countdowns of visibility go on while the machine sleeps, as SQS's own do."""

import sys
import time

import pytest

from sqs_explorer.storage.system_clock import SystemClock, sleepless_clock


@pytest.mark.parametrize(
    ("platform", "name"), [("linux", "CLOCK_BOOTTIME"), ("darwin", "CLOCK_MONOTONIC"), ("win32", "")]
)
def test_each_system_has_a_clock_that_counts_a_sleep(platform: str, name: str) -> None:
    assert sleepless_clock(platform) == getattr(time, name, None)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems name that clock differently")
def test_the_program_reads_the_clock_that_counts_a_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    awake, slept = 1_000.0, 600.0

    def clock_gettime(clock: int) -> float:
        return awake + slept if clock == time.CLOCK_BOOTTIME else awake

    monkeypatch.setattr(time, "clock_gettime", clock_gettime)
    monkeypatch.setattr(time, "monotonic", lambda: awake)
    read = SystemClock().monotonic()
    monkeypatch.undo()
    assert read == awake + slept
