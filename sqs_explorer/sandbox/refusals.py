"""The errors of SQS that moto lacks or words differently, one function or class each."""

from __future__ import annotations

from moto.sqs.exceptions import SQSException


def invalid_value(name: str, value: object, reason: str) -> SQSException:
    """Return `InvalidParameterValue` in the service's own wording."""
    return SQSException(
        "InvalidParameterValue", f"Value {value} for parameter {name} is invalid. Reason: {reason}"
    )


def invalid_parameter(message: str) -> SQSException:
    """Return `InvalidParameterValue` with a text of its own."""
    return SQSException("InvalidParameterValue", message)


def missing_parameter(name: str) -> SQSException:
    """Return `MissingParameter` for a required value that is absent or empty."""
    return SQSException("MissingParameter", f"The request must contain the parameter {name}.")


def invalid_contents(character: str) -> SQSException:
    """Return `InvalidMessageContents` for a character outside the set SQS allows."""
    return SQSException(
        "InvalidMessageContents",
        f"Invalid binary character '#x{ord(character):X}' was found in the message body, the set of allowed "
        "characters is #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
    )


def resource_not_found(message: str) -> SQSException:
    """Return `ResourceNotFoundException`, which only the message move tasks use."""
    return SQSException("ResourceNotFoundException", message)


def handle_invalid(handle: str) -> SQSException:
    """Return `ReceiptHandleIsInvalid` for what never was a handle of this queue."""
    return SQSException(
        "ReceiptHandleIsInvalid", f'The input receipt handle "{handle}" is not a valid receipt handle.'
    )


def handle_expired(handle: str) -> SQSException:
    """Return what a FIFO queue says to a delete after the visibility timeout."""
    return invalid_value("ReceiptHandle", handle, "The receipt handle has expired.")


def not_available(handle: str) -> SQSException:
    """Return what SQS says to a visibility change of a message that is gone or visible."""
    reason = "Message does not exist or is not available for visibility timeout change."
    return invalid_value("ReceiptHandle", handle, reason)
