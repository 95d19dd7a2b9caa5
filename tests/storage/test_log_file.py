"""The log holds what happened and no secret."""

import logging
from pathlib import Path

from sqs_explorer.storage.log_file import close_log, open_log


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
