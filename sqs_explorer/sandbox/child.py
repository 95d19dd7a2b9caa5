"""The child process: it serves until its standard input says stop, or ends because the parent is gone."""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import threading
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from sqs_explorer.sandbox.scripted_refusals import ScriptedRefusal

if TYPE_CHECKING:
    from sqs_explorer.sandbox.demo.pace import Pace

PARENT_CHECK_SECONDS = 0.5


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="--sandbox-server")
    parser.add_argument("--ready-file", type=Path, required=True)
    parser.add_argument("--without-demo", action="store_true")
    parser.add_argument("--quiet-services", action="store_true")
    parser.add_argument("--services-speed", type=float, default=1.0)
    parser.add_argument("--refuse", action="append", default=[], metavar="ACTION[@REGION]=CODE")
    parser.add_argument("--latency-ms", type=int, default=0)
    return parser.parse_args(arguments)


def _obey(services: Pace | None) -> None:
    """Read `pause`, `resume` and `stop`; the end of the pipe means that the parent is gone."""
    pending = b""
    while chunk := os.read(0, 4096):
        *lines, pending = (pending + chunk).split(b"\n")
        for line in lines:
            command = line.strip()
            if command == b"stop":
                os._exit(0)
            if services is not None and command == b"pause":
                services.pause()
            if services is not None and command == b"resume":
                services.resume()
    os._exit(0)


def _announce(ready_file: Path, port: int) -> None:
    """Write the port in one step, so that the parent never reads half a file."""
    partial = ready_file.with_suffix(".partial")
    partial.write_text(json.dumps({"port": port, "pid": os.getpid()}), encoding="utf-8")
    partial.replace(ready_file)


def _watch_parent(parent: int) -> None:
    """Second guard beside the pipe, which a forked process of the parent may keep open."""
    while os.getppid() == parent:
        time.sleep(PARENT_CHECK_SECONDS)
    os._exit(0)


def main(arguments: list[str]) -> int:
    """Run the embedded SQS; returns only when the parent process is gone or says stop."""
    parent = os.getppid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is the parent's to answer.
    options = _parse(arguments)
    warnings.simplefilter("ignore")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    from sqs_explorer.sandbox.backends import Backends
    from sqs_explorer.sandbox.server import Application, open_server

    backends = Backends()
    refusals = [ScriptedRefusal.parse(text) for text in options.refuse]
    server = open_server(Application(backends, latency_seconds=options.latency_ms / 1000, refusals=refusals))
    services: Pace | None = None
    if not options.without_demo:
        from sqs_explorer.sandbox.demo.order_demo import start_demo

        services = start_demo(backends, paused=options.quiet_services, speed=options.services_speed)
    threading.Thread(target=_obey, args=(services,), daemon=True).start()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    _announce(options.ready_file, server.port)
    _watch_parent(parent)
    return 0
