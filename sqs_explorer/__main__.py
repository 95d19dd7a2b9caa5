"""The program's one entry point.

The window, or the embedded SQS when the program starts itself as its server.
"""

from __future__ import annotations

import sys


def main() -> int:
    """Run what the command line asks for and return the exit status."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--sandbox-server"]:
        from sqs_explorer.sandbox.child import main as serve

        return serve(arguments[1:])
    from sqs_explorer.command_line import parse_command_line

    options = parse_command_line(arguments)
    from sqs_explorer.app import main as run_window

    return run_window(options)


if __name__ == "__main__":
    sys.exit(main())
