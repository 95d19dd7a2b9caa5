"""What servers that are not AWS spell otherwise, put right before botocore reads their answers."""

from __future__ import annotations

import json
from typing import Any

_BATCH_RESULTS = {
    "SendMessageBatchResultEntry": "Successful",
    "DeleteMessageBatchResultEntry": "Successful",
    "BatchResultErrorEntry": "Failed",
}
"""The older protocol's names of what a batch answers. GoAWS uses the first of them in JSON, too."""


def read_other_spellings(**event: Any) -> None:
    """Called by botocore before it reads an answer of SQS; changes that answer.

    An error's code stands in "Code" with GoAWS, where botocore does not look for it. The result of a batch
    may stand under an older name; left unread, messages that were sent would seem to be in doubt.
    """
    answer = event["response_dict"]
    if answer["status_code"] >= 300:
        _name_code(answer)
    elif event["operation_model"].name.endswith("Batch") and b"BatchResult" in answer["body"]:
        _name_results(answer)


def _name_code(answer: dict[str, Any]) -> None:
    read = _read_object(answer["body"])
    code = read.get("Code")
    if isinstance(code, str) and code and ";" not in code and "__type" not in read:
        answer["headers"].setdefault("x-amzn-query-error", f"{code};Sender")


def _name_results(answer: dict[str, Any]) -> None:
    read = _read_object(answer["body"])
    if not read.keys() & {"Successful", "Failed"}:
        named = {_BATCH_RESULTS.get(name, name): value for name, value in read.items()}
        answer["body"] = json.dumps(named).encode()


def _read_object(body: bytes) -> dict[str, Any]:
    try:
        read = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}
