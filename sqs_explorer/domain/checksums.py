"""The MD5 sums that SQS answers, computed here too, since boto3 does not compare them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sqs_explorer.domain.messages import MessageAttribute

_STRING_MARK = b"\x01"
_BINARY_MARK = b"\x02"


def md5_of_body(body: str) -> str:
    """Return the lower-case hex MD5 of the body's UTF-8 bytes (MD5OfMessageBody)."""
    return hashlib.md5(body.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def md5_of_attributes(attributes: Iterable[MessageAttribute]) -> str:
    """Return the lower-case hex MD5 of message attributes (MD5OfMessageAttributes), or "" for none.

    Source: Amazon SQS Developer Guide, "Calculating the MD5 message digest for message attributes": in order
    of names; name, type with its label, and value each follow their length in four bytes, and before the
    value's stands 1 (String, Number) or 2 (Binary).
    """
    ordered = sorted(attributes, key=lambda attribute: attribute.name)
    if not ordered:
        return ""
    digest = hashlib.md5(usedforsecurity=False)
    for attribute in ordered:
        digest.update(_with_length(attribute.name.encode("utf-8", "surrogatepass")))
        digest.update(_with_length(attribute.data_type.encode("utf-8", "surrogatepass")))
        digest.update(_BINARY_MARK if attribute.is_binary else _STRING_MARK)
        digest.update(_with_length(attribute.value_bytes))
    return digest.hexdigest()


def _with_length(value: bytes) -> bytes:
    return len(value).to_bytes(4, "big") + value
