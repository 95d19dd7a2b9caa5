"""Every error in a person's words."""

import inspect

import pytest

from sqs_explorer.domain import errors
from sqs_explorer.domain.errors import AccessDenied, QueueNotFound, SqsExplorerError
from sqs_explorer.viewmodels.error_text import _ROWS, error_text

CLASSES = [
    kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, SqsExplorerError)
]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: str(kind.__name__))
def test_every_error_class_has_a_row_in_plain_words(kind: type[SqsExplorerError]) -> None:
    title, next_step = _ROWS[kind]
    assert title
    assert "!" not in title + next_step
    assert not title.lower().startswith("error")
    assert not next_step or next_step.endswith(".")


def test_there_is_no_row_for_a_class_that_is_gone() -> None:
    assert set(_ROWS) == set(CLASSES)


def test_access_denied_names_the_action_to_ask_for() -> None:
    text = error_text(
        AccessDenied("User is not authorized.", action="sqs:ListQueues", operation="ListQueues")
    )
    assert "sqs:ListQueues" in text.text
    assert "sqs:ListQueues" in text.next_step
    assert "User is not authorized." in text.text


def test_access_denied_without_a_known_action_reads_well() -> None:
    text = error_text(AccessDenied("Not allowed.", action=""))
    assert text.text == "Not allowed."
    assert text.next_step == "Ask for the permission, or use another profile."


def test_details_hold_operation_code_and_request_id_for_support() -> None:
    error = QueueNotFound(
        "The specified queue does not exist.",
        operation="ReceiveMessage",
        code="AWS.SimpleQueueService.NonExistentQueue",
        request_id="abc-123",
    )
    text = error_text(error)
    assert text.details == "ReceiveMessage · AWS.SimpleQueueService.NonExistentQueue · request ID abc-123"
    assert text.text == "The specified queue does not exist."
    assert text.short == "The queue does not exist"


def test_a_class_made_elsewhere_takes_the_words_of_the_one_above_it() -> None:
    class Odd(QueueNotFound):
        pass

    assert error_text(Odd("Gone.")).title == error_text(QueueNotFound("Gone.")).title
