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
    VariadictArityError,
)
from jmespath.visitor import TreeInterpreter

from sqs_explorer.domain.errors import InvalidInput
from sqs_explorer.domain.messages import ReceivedMessage

FIELD = "Filter messages"
_DOES_NOT_FIT = (JMESPathError, TypeError, ValueError, ArithmeticError, RecursionError)
"""Raised for values of another kind: a number looked for in a text, 1e400 rounded, a slice in steps of 0."""


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
    except (JMESPathError, RecursionError) as error:
        raise InvalidInput(field, f"Not a JMESPath expression: {_reason(error)}.") from None

    def search(document: object) -> object:
        try:
            found: object = _Interpreter().visit(compiled.parsed, document)
        except _DOES_NOT_FIT:
            return None
        return found

    return search


class _Interpreter(TreeInterpreter):  # type: ignore[misc]
    """The library's, but an order between a text and a number is null, as the specification says."""

    def visit_comparator(self, node: object, value: object) -> object:
        """Compare; only the order of a text and a number raises TypeError."""
        try:
            return super().visit_comparator(node, value)
        except TypeError:
            return None


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


def _reason(error: JMESPathError | RecursionError) -> str:
    """Say it without repeating the expression, as the library does."""
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if isinstance(error, VariadictArityError):
        return "a function lacks arguments"  # The library's own words for it can't be read: it breaks.
    if isinstance(error, IncompleteExpressionError):
        return "it breaks off"
    if isinstance(error, ParseError):
        return f"unexpected {str(error.token_value)[:20]!r} at character {error.lex_position + 1}"
    if isinstance(error, UnknownFunctionError | ArityError):
        return str(error).splitlines()[0].rstrip(".")
    return "it can't be read"
