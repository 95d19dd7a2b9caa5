"""The real worker, which has two processes or more for its calls even if it moves a handful of messages.

Run as `python -m tests.worker.two_callers_child`.
"""

from __future__ import annotations

import sys

from sqs_explorer.worker import callers, child

COMMAND = (sys.executable, "-m", "tests.worker.two_callers_child")

if __name__ == "__main__":
    callers.ONE_IS_ENOUGH = 0
    sys.exit(child.main())
