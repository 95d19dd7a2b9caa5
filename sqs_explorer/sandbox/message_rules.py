"""What SQS refuses in a message, checked before it is stored."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from sqs_explorer.sandbox.refusals import (
    invalid_contents,
    invalid_parameter,
    invalid_value,
    missing_parameter,
)
from sqs_explorer.sandbox.stored_message import MessageAttributes

REFUSED_CHARACTER = re.compile(r"[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
GROUP_ID = re.compile(r"[A-Za-z0-9!-/:-@\[-`{-~]{1,128}\Z")
ATTRIBUTE_NAME = re.compile(r"(?!\.)(?!.*\.\.)(?!(?i:aws|amazon)\.)[A-Za-z0-9_.-]{1,256}(?<!\.)\Z")
TRACE_HEADER = re.compile(r"(?=.*Root=1-[0-9a-f]{8}-[0-9a-f]{24})[A-Za-z0-9=;:. -]{1,}\Z")
MAXIMUM_ATTRIBUTES = 10
MAXIMUM_TYPE_LENGTH = 256
MAXIMUM_DELAY_SECONDS = 900
MAXIMUM_NUMBER_DIGITS = 38


@dataclass(frozen=True)
class SendRequest:
    """One message as a client asks to send it."""

    body: str
    attributes: MessageAttributes = field(default_factory=dict)
    group_id: str | None = None
    deduplication_id: str | None = None
    delay_seconds: int | None = None
    system_attributes: MessageAttributes = field(default_factory=dict)

    @property
    def trace_header(self) -> str | None:
        """The X-Ray header, the only system attribute that can be sent."""
        header = self.system_attributes.get("AWSTraceHeader")
        return str(header["StringValue"]) if header else None

    @property
    def size_bytes(self) -> int:
        """Body and every attribute's name, type and value; system attributes do not count."""
        size = len(self.body.encode("utf-8", "surrogatepass"))
        for name, attribute in self.attributes.items():
            size += len(name.encode()) + len(str(attribute.get("DataType", "")).encode())
            size += len(str(attribute.get("StringValue") or "").encode("utf-8", "surrogatepass"))
            size += len(attribute.get("BinaryValue") or b"")
        return size

    @classmethod
    def from_parameters(cls, parameters: dict[str, Any]) -> SendRequest:
        """Read the parameters of `SendMessage` or of one entry of `SendMessageBatch`."""
        return cls(
            body=parameters.get("MessageBody") or "",
            attributes=dict(parameters.get("MessageAttributes") or {}),
            group_id=parameters.get("MessageGroupId"),
            deduplication_id=parameters.get("MessageDeduplicationId"),
            delay_seconds=parameters.get("DelaySeconds"),
            system_attributes=dict(parameters.get("MessageSystemAttributes") or {}),
        )


def check_message(request: SendRequest, *, fifo: bool, content_based: bool, limit_bytes: int) -> None:
    """Raise the refusal that SQS would answer with, if any."""
    if not request.body:
        raise missing_parameter("MessageBody")
    if refused := REFUSED_CHARACTER.search(request.body):
        raise invalid_contents(refused.group())
    _check_attributes(request.attributes)
    _check_system_attributes(request.system_attributes)
    if request.size_bytes > limit_bytes:
        raise invalid_parameter(
            f"One or more parameters are invalid. Reason: Message must be shorter than {limit_bytes} bytes."
        )
    if request.group_id is not None and not GROUP_ID.match(request.group_id):
        raise _identifier_refused("MessageGroupId", request.group_id)
    if request.deduplication_id is not None and not GROUP_ID.match(request.deduplication_id):
        raise _identifier_refused("MessageDeduplicationId", request.deduplication_id)
    _check_queue_kind(request, fifo=fifo, content_based=content_based)


def _check_queue_kind(request: SendRequest, *, fifo: bool, content_based: bool) -> None:
    delay = request.delay_seconds
    wrong_kind = "The request include parameter that is not valid for this queue type."
    if delay is not None and not 0 <= delay <= MAXIMUM_DELAY_SECONDS:
        raise invalid_value("DelaySeconds", delay, "DelaySeconds must be >= 0 and <= 900.")
    if not fifo:
        if request.deduplication_id is not None:
            raise invalid_value("MessageDeduplicationId", request.deduplication_id, wrong_kind)
        return
    if delay:
        raise invalid_value("DelaySeconds", delay, wrong_kind)
    if request.group_id is None:
        raise missing_parameter("MessageGroupId")
    if request.deduplication_id is None and not content_based:
        raise invalid_parameter(
            "The queue should either have ContentBasedDeduplication enabled or "
            "MessageDeduplicationId provided explicitly"
        )


def _identifier_refused(name: str, value: str) -> Exception:
    reason = f"{name} can only include alphanumeric and punctuation characters. 1 to 128 in length."
    return invalid_value(name, value, reason)


def _check_attributes(attributes: MessageAttributes) -> None:
    if len(attributes) > MAXIMUM_ATTRIBUTES:
        count = len(attributes)
        raise invalid_parameter(f"Number of message attributes [{count}] exceeds the allowed maximum [10].")
    for name, attribute in attributes.items():
        if not ATTRIBUTE_NAME.match(name):
            raise invalid_parameter(
                f"Message (user) attribute name '{name}' is invalid. It may have up to 256 characters of "
                "A-Z, a-z, 0-9, underscore, hyphen and period, no period first, last or twice in a row, "
                "and must not start with AWS. or Amazon."
            )
        _check_value(name, attribute)


def _check_value(name: str, attribute: dict[str, Any]) -> None:
    data_type = str(attribute.get("DataType") or "")
    kind = data_type.split(".", 1)[0]
    if kind not in {"String", "Number", "Binary"} or len(data_type.encode()) > MAXIMUM_TYPE_LENGTH:
        raise invalid_parameter(
            f"The type of message (user) attribute '{name}' is invalid. You must use only the following "
            "supported type prefixes: Binary, Number, String."
        )
    if attribute.get("StringListValues") or attribute.get("BinaryListValues"):
        raise invalid_parameter("Message attribute list values in SendMessage operation are not supported.")
    field_name = "BinaryValue" if kind == "Binary" else "StringValue"
    value = attribute.get(field_name)
    if not value:
        raise invalid_parameter(
            f"Message (user) attribute '{name}' must contain a non-empty value of type '{kind}'."
        )
    if kind == "Number" and not _is_number(value):
        raise invalid_parameter(f"Can't cast the value of message (user) attribute '{name}' to a number.")
    if kind != "Binary" and (refused := REFUSED_CHARACTER.search(value)):
        raise invalid_contents(refused.group())


def _is_number(text: str) -> bool:
    """Tell whether SQS takes it: up to 38 digits, 10^-128 to 10^126 (Developer Guide, 2023)."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return False
    if not number.is_finite() or "_" in text or text != text.strip():
        return False
    digits = "".join(str(digit) for digit in number.as_tuple().digits).strip("0")
    return len(digits) <= MAXIMUM_NUMBER_DIGITS and (not number or -128 <= number.adjusted() <= 126)


def _check_system_attributes(attributes: MessageAttributes) -> None:
    for name, attribute in attributes.items():
        if name != "AWSTraceHeader":
            raise invalid_parameter(f"Message system attribute name '{name}' is invalid.")
        value = attribute.get("StringValue")
        if attribute.get("DataType") != "String" or not value or not TRACE_HEADER.match(value):
            raise invalid_parameter("The value of message system attribute 'AWSTraceHeader' is invalid.")
