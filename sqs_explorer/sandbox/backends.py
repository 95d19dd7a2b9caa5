"""All accounts and regions of one sandbox; each comes into being when it is first asked for."""

from __future__ import annotations

import threading

from sqs_explorer.sandbox.backend import SandboxBackend


class Backends:
    """The queues by account and region. Unlike moto's, it takes any region and belongs to nobody else."""

    def __init__(self) -> None:
        self._backends: dict[tuple[str, str], SandboxBackend] = {}
        self._lock = threading.Lock()

    def of(self, account_id: str, region: str) -> SandboxBackend:
        """Return the backend of an account in a region; two first callers at once get the same one."""
        with self._lock:
            key = (account_id, region)
            if key not in self._backends:
                self._backends[key] = SandboxBackend(region, account_id)
            return self._backends[key]
