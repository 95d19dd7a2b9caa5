"""The program's one entry point.

The window, or what the program starts itself as: the embedded SQS, the worker that moves messages, or
what makes its calls.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqs_explorer.command_line import Options


def main() -> int:
    """Run what the command line asks for and return the exit status."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--sandbox-server"]:
        from sqs_explorer.sandbox.child import main as serve

        return serve(arguments[1:])
    if arguments[:1] == ["--move-worker"]:
        from sqs_explorer.worker.child import main as work

        return work()
    if arguments[:1] == ["--move-calls"]:
        from sqs_explorer.worker.calls_child import main as call

        return call()
    from sqs_explorer.command_line import parse_command_line

    options = parse_command_line(arguments)
    if sys.platform.startswith("linux"):
        return _run_on_linux(options)
    from sqs_explorer.app import main as run_window

    return run_window(options)


def _run_on_linux(options: Options) -> int:
    """Run the window where it can be shown; else say why not, which Qt does by an abort."""
    from sqs_explorer.window_obstacles import NOT_STARTED, missing_libraries, obstacle, tell

    problem = "" if options.tour_folder else obstacle(os.environ)
    try:
        if not problem:
            from sqs_explorer.app import main as run_window
    except ImportError as error:
        problem = missing_libraries(str(error))
        if not problem:
            raise
    if problem:
        tell(problem, os.environ)
        return NOT_STARTED
    return run_window(options)


if __name__ == "__main__":
    sys.exit(main())
