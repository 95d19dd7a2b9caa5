"""Finds messages among those received: by text in body or attributes, or by JMESPath after `=`."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable

import jmespath
from jmespath.exceptions import (
    ArityError,
    IncompleteExpressionError,
    JMESPathError,
    JMESPathTypeError,
    ParseError,
    UnknownFunctionError,
)

from sqs_explorer.domain.errors import InvalidInput
from sqs_explorer.domain.messages import ReceivedMessage

FIELD = "Filter messages"


def message_filter(text: str) -> Callable[[ReceivedMessage], bool]:
    """Return a test for messages. Raises InvalidInput if the JMESPath expression after `=` can't be read."""
    text = text.strip()
    if text.startswith("="):
        return _by_expression(text[1:].strip())
    needle = text.casefold()
    return lambda message: _holds(message, needle)


def _holds(message: ReceivedMessage, needle: str) -> bool:
    if needle in message.body.casefold() or needle in message.message_id.casefold():
        return True
    for attribute in message.attributes:
        value = attribute.binary_value.hex() if attribute.is_binary else attribute.string_value.casefold()
        if needle in attribute.name.casefold() or needle in value:
            return True
    return any(needle in value.casefold() for value in message.system_attributes.values())


def compiled_expression(expression: str, field: str = FIELD) -> Callable[[object], object]:
    """Return a function that searches a JSON document, None where nothing is found or it does not fit.

    Raises InvalidInput, naming `field`, if the JMESPath expression can't be read.
    """
    try:
        compiled = jmespath.compile(expression)
        with contextlib.suppress(JMESPathTypeError):
            compiled.search({})
    except JMESPathError as error:
        raise InvalidInput(field, f"Not a JMESPath expression: {_reason(error)}.") from None

    def search(document: object) -> object:
        try:
            found: object = compiled.search(document)
        except (JMESPathError, RecursionError):
            return None
        return found

    return search


def _by_expression(expression: str) -> Callable[[ReceivedMessage], bool]:
    if not expression:
        return lambda message: True
    search = compiled_expression(expression)

    def test(message: ReceivedMessage) -> bool:
        try:
            return bool(search(json.loads(message.body)))
        except (ValueError, RecursionError):
            return False

    return test


def _reason(error: JMESPathError) -> str:
    """Say it without repeating the expression, as the library does."""
    if isinstance(error, IncompleteExpressionError):
        return "it breaks off"
    if isinstance(error, ParseError):
        return f"unexpected {str(error.token_value)[:20]!r} at character {error.lex_position + 1}"
    if isinstance(error, UnknownFunctionError | ArityError):
        return str(error).splitlines()[0].rstrip(".")
    return "it can't be read"
