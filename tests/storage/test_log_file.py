"""The log holds what happened and no secret."""

import logging
from pathlib import Path

import pytest

from sqs_explorer.storage.log_file import MAXIMUM_BYTES, close_log, open_log


def test_secrets_tokens_and_receipt_handles_are_struck_out(tmp_path: Path) -> None:
    handler = open_log(tmp_path / "logs")
    try:
        handle = "AQEB" + "x" * 120
        logging.getLogger("sqs_explorer.test").info(
            "key AKIAIOSFODNN7EXAMPLE secret=wJalrXUtnFEMIK7MDENG receipt_handle: %s done", handle
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
        for number in range(8_000):
            logger.info("line %d %s", number, "of some words " * 14)
    finally:
        close_log(handler)
    files = sorted(tmp_path.iterdir())
    assert [path.name for path in files] == ["sqs-explorer.log", "sqs-explorer.log.1", "sqs-explorer.log.2"]
    assert all(path.stat().st_size <= MAXIMUM_BYTES for path in files)
    assert "line 7999" in files[0].read_text()
