"""An access policy made readable: indented, its statements counted."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqs_explorer.domain.quantities import count_words
from sqs_explorer.services.body_formatting import BodyFormat, FormatProblem, format_body


@dataclass(frozen=True, slots=True)
class AccessPolicy:
    """The policy's text as shown, and its statements in words; both "" where the queue has no policy."""

    text: str = ""
    statements: str = ""


def access_policy(policy: str) -> AccessPolicy:
    """Return a policy indented, without touching a literal; one that is not JSON is shown as it came."""
    if not policy.strip():
        return AccessPolicy()
    try:
        text = format_body(policy, BodyFormat.JSON)
        statements = json.loads(policy)["Statement"]
    except FormatProblem:
        return AccessPolicy(policy, "Not JSON")
    except (ValueError, KeyError, TypeError, RecursionError):
        return AccessPolicy(policy, "Not a policy")
    count = len(statements) if isinstance(statements, list) else 1
    return AccessPolicy(text, count_words(count, "statement"))
