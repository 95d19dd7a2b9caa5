"""What SQS refuses in a message to send, written apart from the program's own checks."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from sqs_explorer.domain.messages import EntryFailure, MessageAttribute, OutgoingMessage

MAXIMUM_MESSAGE_BYTES = 1_048_576
_ALLOWED_CHARACTERS = re.compile("[\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*\\Z")
_ATTRIBUTE_NAME = re.compile(r"[A-Za-z0-9_\-.]{1,256}\Z")
_ID = re.compile(r"[A-Za-z0-9!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~]{1,128}\Z")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\Z")


def invalid(reason: str) -> EntryFailure:
    """Return the refusal that SQS gives for most wrong values."""
    return EntryFailure("InvalidParameterValue", reason)


def message_refusal(
    message: OutgoingMessage, *, fifo: bool, content_based_deduplication: bool, maximum_bytes: int
) -> EntryFailure | None:
    """Return why SQS would refuse this message, or None if it takes it."""
    if not message.body:
        return EntryFailure("MissingParameter", "The request must contain the parameter MessageBody.")
    if not _ALLOWED_CHARACTERS.match(message.body):
        return EntryFailure("InvalidMessageContents", "Invalid characters found.")
    for attribute in message.attributes:
        refusal = _attribute_refusal(attribute)
        if refusal is not None:
            return refusal
    if len(message.attributes) > 10:
        return invalid("Number of message attributes [11] exceeds the allowed maximum [10].")
    if len({attribute.name for attribute in message.attributes}) != len(message.attributes):
        return invalid("Message attribute names must be unique.")
    if message.size_bytes > maximum_bytes:
        return invalid(
            f"One or more parameters are invalid. Reason: Message must be shorter than {maximum_bytes} bytes."
        )
    return _delivery_refusal(message, fifo=fifo, content_based_deduplication=content_based_deduplication)


def _attribute_refusal(attribute: MessageAttribute) -> EntryFailure | None:
    name, data_type = attribute.name, attribute.data_type
    lower = name.lower()
    if not _ATTRIBUTE_NAME.match(name) or name[0] == "." or name[-1] == "." or ".." in name:
        return invalid(f"The message attribute name '{name}' is invalid.")
    if lower.startswith(("aws.", "amazon.")):
        return invalid(f"Message attribute name '{name}' starts with a reserved prefix.")
    if data_type.split(".", 1)[0] not in {"String", "Number", "Binary"} or len(data_type) > 256:
        return invalid(f"The message attribute '{name}' has an invalid message attribute type.")
    if not attribute.value_bytes:
        return invalid(
            f"Message (user) attribute '{name}' must contain a non-empty value of type '{data_type}'."
        )
    if attribute.is_binary:
        return None
    if not _ALLOWED_CHARACTERS.match(attribute.string_value):
        return EntryFailure("InvalidMessageContents", f"Invalid characters found in attribute '{name}'.")
    if data_type.split(".", 1)[0] == "Number" and not _is_number(attribute.string_value):
        return invalid(f"Can't cast the value of message (user) attribute '{name}' to a number.")
    return None


def _is_number(text: str) -> bool:
    if not _NUMBER.match(text):
        return False
    try:
        number = Decimal(text)
    except InvalidOperation:
        return False
    if number == 0:
        return True
    digits = "".join(str(digit) for digit in number.as_tuple().digits).strip("0")
    return len(digits) <= 38 and -128 <= number.adjusted() <= 126


def _delivery_refusal(
    message: OutgoingMessage, *, fifo: bool, content_based_deduplication: bool
) -> EntryFailure | None:
    if message.delay_seconds is not None and not 0 <= message.delay_seconds <= 900:
        return invalid(
            "Value for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900."
        )
    if message.group_id and not _ID.match(message.group_id):
        return invalid("Value for parameter MessageGroupId is invalid.")
    if message.deduplication_id and not _ID.match(message.deduplication_id):
        return invalid("Value for parameter MessageDeduplicationId is invalid.")
    if not fifo:
        if message.deduplication_id:
            return invalid("The request includes a parameter that is not valid for this queue type.")
        return None
    if message.delay_seconds:
        return invalid("DelaySeconds is invalid for this queue type.")
    if not message.group_id:
        return EntryFailure("MissingParameter", "The request must contain the parameter MessageGroupId.")
    if not message.deduplication_id and not content_based_deduplication:
        return invalid(
            "The queue should either have ContentBasedDeduplication enabled "
            "or MessageDeduplicationId provided explicitly"
        )
    return None
