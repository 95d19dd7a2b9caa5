"""Refuses an answer that is no JSON object, such as a proxy's page: botocore takes it for an empty one."""

from __future__ import annotations

import json
from typing import Any


def refuse_unreadable(**event: Any) -> None:
    """Called by botocore before it reads an answer of SQS; raises ResponseParserError.

    Without this the sign-in page of a network would look like an account without queues, and a cut answer
    like a queue without messages. To what has no result moto 4 answers in the older protocol: taken as done.
    """
    answer, operation = event["response_dict"], event["operation_model"]
    if answer["status_code"] >= 300 or not answer["body"] or _is_object(answer["body"]):
        return
    if operation.output_shape is None and answer["body"].startswith(f"<{operation.name}Response>".encode()):
        answer["body"] = b"{}"
    else:
        from botocore.parsers import ResponseParserError

        raise ResponseParserError("The answer is no JSON object.")


def _is_object(body: bytes) -> bool:
    import msgspec

    try:
        msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError):
        # Halves of a surrogate pair, which only Python's own reader takes, are no reason to refuse.
        try:
            return isinstance(json.loads(body), dict)
        except (ValueError, RecursionError):
            return False
    return True
