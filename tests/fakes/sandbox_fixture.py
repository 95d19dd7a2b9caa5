"""Starts the embedded SQS for tests that need a real server: empty, or with the order demo."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from sqs_explorer.sandbox.process import SandboxProcess


@contextmanager
def start_sandbox(
    folder: Path,
    *,
    demo: bool = False,
    quiet_services: bool = False,
    latency_ms: int = 0,
    refusals: Sequence[str] = (),
) -> Iterator[SandboxEndpoint]:
    """Run a sandbox with its files in `folder` until the block ends; not for use inside an event loop.

    `refusals` such as `ListQueues@us-east-1=AccessDenied`, `StartMessageMoveTask=InvalidAction`,
    `GetCallerIdentity=InvalidClientTokenId` or `ListMessageMoveTasks=500` (moto's HTML page) make it deny.
    """
    process = SandboxProcess(
        folder, with_demo=demo, quiet_services=quiet_services, latency_ms=latency_ms, refusals=refusals
    )
    endpoint = asyncio.run(process.start())
    try:
        yield endpoint
    finally:
        asyncio.run(process.stop())
