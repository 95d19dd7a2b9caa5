"""A server that answers what it is told, and AWS files that lead to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sqs_explorer.domain.operation_tiers import OPERATION_TIERS
from tests.aws.aws_files import AwsFilesInFolder
from tests.fakes.raw_http_server import RawHttpServer, run_raw_http_server


@pytest.fixture
def raw() -> Iterator[RawHttpServer]:
    """Return a running server; whatever was called in the end, it has a tier."""
    with run_raw_http_server() as server:
        yield server
    assert {operation for operation in server.operations() if operation} <= set(OPERATION_TIERS)


@pytest.fixture
def files(tmp_path: Path) -> AwsFilesInFolder:
    """Return an empty pair of AWS files that the environment names."""
    return AwsFilesInFolder(tmp_path)
