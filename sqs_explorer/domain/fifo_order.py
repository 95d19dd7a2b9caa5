"""In which order the messages of a FIFO queue were sent: some servers' sequence numbers do not tell it."""

from __future__ import annotations

from collections.abc import Sequence

from sqs_explorer.domain.messages import ReceivedMessage

_CLOSE_TOGETHER = 100
"""AWS's numbers of one group lie within less than this part of themselves, whatever the clocks say."""


def in_order_of_sending(messages: Sequence[ReceivedMessage]) -> list[int]:
    """Return the indexes of a FIFO queue's messages in the order in which they were sent, within each group.

    By sequence number. Where that is missing, or random as moto's, by the time of sending; what was sent in
    the same millisecond stays as given.
    """
    indexes = list(range(len(messages)))
    numbers = [message.sequence_number for message in messages]
    if all(number.isdecimal() for number in numbers):
        by_number = sorted(indexes, key=lambda index: int(numbers[index]))
        if _is_believable([messages[index] for index in by_number]):
            return by_number
    times = [message.sent_at.timestamp() if message.sent_at else None for message in messages]
    known = [time for time in times if time is not None]
    if len(known) < len(times):
        return indexes
    return sorted(indexes, key=lambda index: known[index])


def _is_believable(by_number: Sequence[ReceivedMessage]) -> bool:
    """Whether the numbers of each group lie close together, or at least agree with the times of sending."""
    groups: dict[str, list[ReceivedMessage]] = {}
    for message in by_number:
        groups.setdefault(message.group_id, []).append(message)
    return all(_are_close(group) or _agree_with_times(group) for group in groups.values())


def _are_close(group: Sequence[ReceivedMessage]) -> bool:
    lowest, highest = int(group[0].sequence_number), int(group[-1].sequence_number)
    return (highest - lowest) * _CLOSE_TOGETHER <= highest


def _agree_with_times(group: Sequence[ReceivedMessage]) -> bool:
    times = [message.sent_at for message in group if message.sent_at is not None]
    return times == sorted(times)
