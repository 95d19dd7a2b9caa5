"""Numbers in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sqs_explorer.domain.quantities import (
    ago_words,
    count_words,
    cut_middle,
    duration_words,
    exact_time_words,
    rough_duration_words,
    seconds_between,
    size_words,
)

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("size_bytes", "words"),
    [
        (0, "0 B"),
        (1023, "1,023 B"),
        (1024, "1 KiB"),
        (1229, "1.2 KiB"),
        (1_048_575, "1 MiB"),
        (1_048_576, "1 MiB"),
    ],
)
def test_sizes(size_bytes: int, words: str) -> None:
    assert size_words(size_bytes) == words


def test_counts_have_separators_and_a_plural() -> None:
    assert [count_words(n, "message") for n in (0, 1, 1_204)] == ["0 messages", "1 message", "1,204 messages"]
    assert count_words(2, "copy", "copies") == "2 copies"


@pytest.mark.parametrize(
    ("seconds", "exact", "rough"),
    [
        (0, "0 s", "0 s"),
        (30, "30 s", "30 s"),
        (5_400, "1 h 30 min", "1 h"),
        (100_800, "1 d 4 h", "1 d 4 h"),
        (345_600, "4 d", "4 d"),
        (43_195, "11 h 59 min 55 s", "11 h"),
    ],
)
def test_durations(seconds: int, exact: str, rough: str) -> None:
    assert duration_words(seconds) == exact
    assert rough_duration_words(seconds) == rough


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "just now"),
        (0.4, "just now"),
        (12, "12 s ago"),
        (200, "3 min ago"),
        (93_600, "26 h ago"),
        (1_123_200, "13 d ago"),
    ],
)
def test_times_ago(seconds: float, words: str) -> None:
    assert ago_words(NOON - timedelta(seconds=seconds), NOON) == words


def test_the_exact_time_names_utc_and_milliseconds() -> None:
    words = exact_time_words(NOON + timedelta(milliseconds=42))
    assert ":00.042" in words
    assert words.endswith("12:00:00 UTC")


def test_long_ids_are_cut_in_the_middle() -> None:
    assert cut_middle("5f3c7702e-81f4-4b09-b81d") == "5f3c…b81d"
    assert cut_middle("123456789") == "123456789"
    assert seconds_between(NOON, NOON + timedelta(minutes=1)) == 60
