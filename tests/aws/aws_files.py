"""Writes AWS files for a test, and opens connections that read them."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqs_explorer.aws.opening import BotocoreConnectionGateway, BotocoreConnectionOpener
from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.services.ports import Clock
from sqs_explorer.storage.system_clock import SystemClock
from tests.fakes.raw_http_server import RawHttpServer

REGION = "eu-west-1"
KEYS = "aws_access_key_id = AKIATEST\naws_secret_access_key = secret\n"


class AwsFilesInFolder:
    """A config and a credentials file, named by the test's own environment."""

    def __init__(self, folder: Path) -> None:
        self.config = folder / "config"
        self.credentials = folder / "credentials"
        os.environ["AWS_CONFIG_FILE"] = str(self.config)
        os.environ["AWS_SHARED_CREDENTIALS_FILE"] = str(self.credentials)

    def write(self, config: str, credentials: str = "") -> None:
        """Write both files."""
        self.config.write_text(config, encoding="utf-8")
        self.credentials.write_text(credentials, encoding="utf-8")

    def write_keys(self, endpoint_url: str) -> None:
        """Write the profile `dev` with keys and an endpoint."""
        self.write(f"[profile dev]\nregion = {REGION}\nendpoint_url = {endpoint_url}\n", f"[dev]\n{KEYS}")


def signed_key(raw: RawHttpServer, index: int = -1) -> str:
    """Return the access key ID that signed a request."""
    return raw.requests[index].headers["Authorization"].split("Credential=")[1].split("/")[0]


@asynccontextmanager
async def opened(
    spec: ConnectionSpec,
    *,
    agreed: frozenset[str] = frozenset(),
    read_timeout_seconds: float = 30,
    clock: Clock | None = None,
    **options: Any,
) -> AsyncIterator[BotocoreConnectionGateway]:
    """Open a connection and close it in the end; `options` are the opener's other arguments."""
    opener = BotocoreConnectionOpener(
        lambda: agreed, clock or SystemClock(), read_timeout_seconds=read_timeout_seconds, **options
    )
    gateway = opener.open(spec)
    try:
        yield gateway
    finally:
        await gateway.close()


def dev(**changes: str | bool) -> ConnectionSpec:
    """Return the spec of the profile `dev`."""
    return ConnectionSpec("dev", (REGION,), **changes)  # type: ignore[arg-type]
