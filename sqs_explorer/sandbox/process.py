"""Starts, steers and ends the child process that holds the embedded SQS."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from sqs_explorer.sandbox.aws_files import write_aws_files
from sqs_explorer.sandbox.endpoint import SandboxEndpoint, SandboxError

START_LIMIT_SECONDS = 30.0
STOP_LIMIT_SECONDS = 2.0
POLL_SECONDS = 0.02
LAST_LINES = 8


class SandboxProcess:
    """The embedded SQS as its parent sees it.

    Plain `subprocess` and `asyncio.sleep` only, so that it works on any event loop. The pipe to the child's
    standard input is its lifeline: when this process ends, however it ends, the child ends too.
    """

    def __init__(
        self,
        folder: Path,
        *,
        with_demo: bool = True,
        quiet_services: bool = False,
        services_speed: float = 1.0,
        latency_ms: int = 0,
        refusals: Sequence[str] = (),
    ) -> None:
        """`folder` takes the AWS files and the log; `latency_ms` delays every answer.

        `refusals` such as `ListQueues@us-east-1=AccessDenied` make the server deny what it would answer.
        """
        self._refusals = refusals
        self._services_speed = services_speed
        self._folder = folder
        self._with_demo = with_demo
        self._quiet_services = quiet_services
        self._latency_ms = latency_ms
        self._child: subprocess.Popen[bytes] | None = None
        self._services_paused = quiet_services

    @property
    def log_file(self) -> Path:
        """Where the child writes what its services do, and why it failed."""
        return self._folder / "sandbox.log"

    @property
    def pid(self) -> int | None:
        """The child's process ID while it runs."""
        return self._child.pid if self._child is not None and self.is_running() else None

    def is_running(self) -> bool:
        """Tell whether the child is alive."""
        return self._child is not None and self._child.poll() is None

    @property
    def services_running(self) -> bool:
        """Tell whether the demo's services work on the queues now."""
        return self._with_demo and self.is_running() and not self._services_paused

    async def start(self) -> SandboxEndpoint:
        """Start the child and wait until it listens; raises SandboxError when it dies or takes over 30 s."""
        if self.is_running():
            raise SandboxError("The embedded SQS runs already.")
        # What is left of a child that died: its end of the pipe.
        self._kill()
        deadline = time.monotonic() + START_LIMIT_SECONDS
        try:
            self._launch()
            while (endpoint := self._endpoint_if_ready()) is None:
                if time.monotonic() > deadline:
                    raise SandboxError(self._failure("The embedded SQS did not start within 30 seconds."))
                await asyncio.sleep(POLL_SECONDS)
        except OSError as problem:
            self._kill()
            raise SandboxError(f"The embedded SQS could not be started: {problem}") from problem
        except BaseException:
            self._kill()
            raise
        return endpoint

    async def stop(self) -> None:
        """End the child; returns when it is gone. Does nothing when it is gone already."""
        if self._child is None:
            return
        self._tell("stop", ignore_failure=True)
        deadline = time.monotonic() + STOP_LIMIT_SECONDS
        while self.is_running() and time.monotonic() < deadline:  # noqa: ASYNC110 - a process sets no event
            await asyncio.sleep(POLL_SECONDS)
        self._kill()

    def pause_services(self) -> None:
        """Let the demo's services rest; raises SandboxError when the child is gone."""
        self._tell("pause")
        self._services_paused = True

    def resume_services(self) -> None:
        """Let the demo's services go on; raises SandboxError when the child is gone."""
        self._tell("resume")
        self._services_paused = False

    def _command(self) -> list[str]:
        program = (
            [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "sqs_explorer"]
        )
        options = ["--ready-file", str(self._ready_file), "--latency-ms", str(self._latency_ms)]
        options += ["--services-speed", str(self._services_speed)]
        for refusal in self._refusals:
            options += ["--refuse", refusal]
        if not self._with_demo:
            options.append("--without-demo")
        if self._quiet_services:
            options.append("--quiet-services")
        return [*program, "--sandbox-server", *options]

    @property
    def _ready_file(self) -> Path:
        return self._folder / "sandbox-ready.json"

    def _launch(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._ready_file.unlink(missing_ok=True)
        self._services_paused = self._quiet_services
        with self.log_file.open("wb") as log:
            self._child = subprocess.Popen(
                self._command(),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env=_environment(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )

    def _endpoint_if_ready(self) -> SandboxEndpoint | None:
        if not self.is_running():
            raise SandboxError(self._failure("The embedded SQS ended while starting."))
        try:
            announced = json.loads(self._ready_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return write_aws_files(self._folder, f"http://127.0.0.1:{announced['port']}")

    def _failure(self, what: str) -> str:
        with contextlib.suppress(OSError):
            lines = self.log_file.read_text(encoding="utf-8", errors="replace").splitlines()
            return "\n".join([what, *lines[-LAST_LINES:]])
        return what

    def _tell(self, command: str, *, ignore_failure: bool = False) -> None:
        pipe = self._child.stdin if self._child is not None else None
        try:
            if pipe is None or not self.is_running():
                raise BrokenPipeError("no child")
            pipe.write(f"{command}\n".encode())
            pipe.flush()
        except (OSError, ValueError) as problem:
            if not ignore_failure:
                raise SandboxError("The embedded SQS is not running. Open the demo again.") from problem

    def _kill(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        if child.stdin is not None:
            with contextlib.suppress(OSError):
                child.stdin.close()
        if child.poll() is None:
            child.kill()
        child.wait()


def _environment() -> dict[str, str]:
    """Let the child find this very package, and keep the person's AWS settings out of it."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "MOTO_"))}
    package_parent = str(Path(__file__).resolve().parents[2])
    known = kept.get("PYTHONPATH")
    return {**kept, "PYTHONPATH": os.pathsep.join([package_parent, known] if known else [package_parent])}
