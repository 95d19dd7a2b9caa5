"""What the rest of the program learns about a running sandbox, and how a failed one is reported."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class SandboxError(Exception):
    """The embedded SQS could not start, or is gone; the text says why in plain words."""


@dataclass(frozen=True)
class SandboxEndpoint:
    """Where the embedded SQS listens, and the AWS files whose profiles lead to it."""

    endpoint_url: str
    config_file: Path
    credentials_file: Path
