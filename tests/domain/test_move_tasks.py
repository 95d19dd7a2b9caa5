"""The states of a message move task."""

from sqs_explorer.domain.move_tasks import MoveTaskStatus


def test_a_task_is_active_until_sqs_has_ended_it() -> None:
    active = {status for status in MoveTaskStatus if status.is_active}
    assert active == {MoveTaskStatus.RUNNING, MoveTaskStatus.CANCELLING}


def test_the_names_are_those_of_the_api() -> None:
    assert {status.value for status in MoveTaskStatus} == {
        "RUNNING",
        "COMPLETED",
        "CANCELLING",
        "CANCELLED",
        "FAILED",
    }
