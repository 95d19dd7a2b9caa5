"""The log holds what happened and no secret."""

import logging
import sys
from io import StringIO
from pathlib import Path

import pytest

from sqs_explorer.storage.log_file import LAST_BYTES, MAXIMUM_BYTES, close_log, log_end, open_log


def test_secrets_tokens_and_receipt_handles_are_struck_out(tmp_path: Path) -> None:
    handler = open_log(tmp_path / "logs")
    try:
        handle = "AQEB" + "x" * 120
        logging.getLogger("sqs_explorer.test").info(
            "done: key AKIAIOSFODNN7EXAMPLE secret=wJalrXUtnFEMIK7MDENG receipt_handle: %s", handle
        )
    finally:
        close_log(handler)
    text = (tmp_path / "logs" / "sqs-explorer.log").read_text()
    assert "AKIAIOSFODNN7EXAMPLE" not in text
    assert "wJalrXUtnFEMIK7MDENG" not in text
    assert handle not in text
    assert "done" in text


def test_a_closed_log_lets_go_of_its_logger(tmp_path: Path) -> None:
    handler = open_log(tmp_path)
    close_log(handler)
    assert handler not in logging.getLogger("sqs_explorer").handlers


def test_a_folder_that_refuses_lets_the_program_start_and_log_to_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file where the folder should be")
    handler = open_log(taken / "logs")
    try:
        logging.getLogger("sqs_explorer.test").info("key AKIAIOSFODNN7EXAMPLE done")
    finally:
        close_log(handler)
    said = capsys.readouterr().err
    assert "done" in said
    assert "AKIAIOSFODNN7EXAMPLE" not in said


def test_the_log_stays_small(tmp_path: Path) -> None:
    handler = open_log(tmp_path)
    try:
        logger = logging.getLogger("sqs_explorer.test")
        for number in range(2_000):
            logger.info("line %d %s", number, "of some words " * 64)
    finally:
        close_log(handler)
    files = sorted(tmp_path.iterdir())
    assert [path.name for path in files] == ["sqs-explorer.log", "sqs-explorer.log.1", "sqs-explorer.log.2"]
    assert all(path.stat().st_size <= MAXIMUM_BYTES for path in files)
    assert "line 1999" in files[0].read_text()


def test_the_home_folder_and_the_person_are_not_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "jane-doe")
    handler = open_log(tmp_path)
    try:
        logging.getLogger("sqs_explorer.test").info("%s/x of jane-doe", Path.home())
    finally:
        close_log(handler)
    assert (tmp_path / "sqs-explorer.log").read_text().endswith(": ~/x of [name]\n")


@pytest.mark.expects_log("it stumbled")
def test_a_traceback_that_another_handler_wrote_out_in_full_is_not_taken_over(tmp_path: Path) -> None:
    handler = open_log(tmp_path)
    logger = logging.getLogger("sqs_explorer.test")
    loud = logging.StreamHandler(StringIO())
    logger.addHandler(loud)  # It comes first, and keeps what it wrote with the record.
    try:
        raise KeyError("a body")
    except KeyError:
        logger.exception("it stumbled")
    finally:
        logger.removeHandler(loud)
        close_log(handler)
    written = (tmp_path / "sqs-explorer.log").read_text()
    assert "KeyError: [value]" in written
    assert "a body" not in written.replace('KeyError("a body")', "")


def test_without_a_console_and_without_a_folder_the_log_goes_nowhere_and_nothing_breaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    taken = tmp_path / "taken"
    taken.write_text("a file where the folder should be")
    handler = open_log(taken / "logs")
    try:
        logging.getLogger("sqs_explorer.test").info("line")
    finally:
        close_log(handler)
    assert isinstance(handler, logging.NullHandler)


def test_the_end_of_the_log_goes_over_two_files_and_is_never_long(tmp_path: Path) -> None:
    assert log_end(tmp_path) == ""
    (tmp_path / "sqs-explorer.log.1").write_text("former\n")
    (tmp_path / "sqs-explorer.log").write_text("current\n")
    assert log_end(tmp_path) == "former\ncurrent\n"
    (tmp_path / "sqs-explorer.log").write_bytes(b"\xff" * 400_000 + b"end\n")
    assert log_end(tmp_path).endswith("end\n")
    assert len(log_end(tmp_path)) == LAST_BYTES
