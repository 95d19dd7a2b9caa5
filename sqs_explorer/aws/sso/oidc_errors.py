"""Errors of the OIDC service in the program's own words, without what must not be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqs_explorer.aws.error_translation import translate_error
from sqs_explorer.domain.errors import SignInFailed, SqsExplorerError, Unreachable
from sqs_explorer.domain.visible_text import one_line

MAX_WORDS_LENGTH = 300
_HIDDEN = "…"


class OidcRefusal(SignInFailed):
    """The service answered an error: `code` is its name such as "SlowDownException", `words` its reason."""

    def __init__(self, operation: str, code: str, words: str) -> None:
        reason = f": {words} ({code})" if words else f" ({code})"
        super().__init__(f"AWS refused {operation}{reason}.")
        self.code = code
        self.words = words


def translate_refusal(
    error: Exception, operation: str, region: str, secrets: Sequence[str]
) -> SqsExplorerError:
    """Return the error for what botocore raised; `secrets` are left out, should AWS repeat them."""
    response = getattr(error, "response", None)
    if isinstance(response, Mapping):
        details: Mapping[str, Any] = response.get("Error", {})
        words = str(response.get("error_description") or details.get("Message") or "")
        return OidcRefusal(operation, str(details.get("Code", "")), _readable(words, secrets))
    found = translate_error(error, operation, region=region)
    text = _without(str(found), secrets)
    return Unreachable(text, operation=operation) if isinstance(found, Unreachable) else SignInFailed(text)


def _readable(words: str, secrets: Sequence[str]) -> str:
    return one_line(_without(words, secrets), MAX_WORDS_LENGTH).strip().rstrip(".")


def _without(text: str, secrets: Sequence[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, _HIDDEN)
    return text
