"""The numbers of SQS, each with its source in the API reference or the developer guide."""

from __future__ import annotations

MAXIMUM_MESSAGE_SIZE_BYTES = 1_048_576
"""Largest body plus attributes of any queue, and of a batch in sum (SendMessage, SendMessageBatch)."""

MAXIMUM_BATCH_ENTRIES = 10
"""Most entries of a batch and most messages of one receive (SendMessageBatch, ReceiveMessage)."""

MAXIMUM_ATTRIBUTES = 10
"""Most message attributes of a message (developer guide, message attributes)."""

MAXIMUM_ATTRIBUTE_NAME_CHARACTERS = 256
MAXIMUM_ATTRIBUTE_TYPE_CHARACTERS = 256
MAXIMUM_NUMBER_DIGITS = 38
MAXIMUM_ID_CHARACTERS = 128
"""Most characters of a message group ID or deduplication ID (SendMessage)."""

MAXIMUM_DELAY_SECONDS = 900
MAXIMUM_VISIBILITY_SECONDS = 43_200
MAXIMUM_WAIT_SECONDS = 20
MAXIMUM_MOVE_RATE = 500
"""Most messages per second of a message move task (StartMessageMoveTask)."""

DEDUPLICATION_WINDOW_SECONDS = 300
DEFAULT_VISIBILITY_SECONDS = 30
MAXIMUM_MESSAGES_TO_RECEIVE = 10_000
"""Most messages the program collects in one receive; its own limit, not SQS's."""
