"""Signing in without AWS: what each profile's sign-in takes, and a sign-in that ends as a test says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import SignInCancelled, SqsExplorerError
from sqs_explorer.domain.sign_in import SignInKind, SignInNeed, SignInStatus, SignInStep, SignInWay
from sqs_explorer.services.stopping import StopRequest

SSO = SignInNeed(SignInKind.SSO, "dev", "acme", "aws sso login --profile dev")


class FakeSignIns:
    """Implements SignIns. A sign-in shows `step`, then waits for `finish`, `fail` or its stop.

    `needs` and `statuses` are by profile; `started` holds the ways asked for, `stopped` counts stops.
    """

    def __init__(self) -> None:
        self.needs: dict[str, SignInNeed | SqsExplorerError] = {}
        self.statuses: dict[str, SignInStatus] = {}
        self.started: list[tuple[str, SignInWay]] = []
        self.stopped = 0
        self.step = SignInStep(SignInWay.BROWSER, "https://oidc.example/authorize?x=1", is_opened=True)
        self._ending: asyncio.Future[SignInStatus] | None = None

    async def need(self, spec: ConnectionSpec) -> SignInNeed:
        """Return what a profile takes: nothing unless a test says so."""
        await asyncio.sleep(0)
        need = self.needs.get(spec.profile, SignInNeed(SignInKind.NONE, spec.profile))
        if isinstance(need, SqsExplorerError):
            raise need
        return need

    async def status(self, spec: ConnectionSpec) -> SignInStatus:
        """Return a profile's status: no token unless a test says so."""
        await asyncio.sleep(0)
        return self.statuses.get(spec.profile, SignInStatus(await self.need(spec)))

    async def sign_in(
        self,
        spec: ConnectionSpec,
        way: SignInWay,
        *,
        on_step: Callable[[SignInStep], None],
        stop: StopRequest,
    ) -> SignInStatus:
        """Show the step and wait for the test's word."""
        self.started.append((spec.profile, way))
        self._ending = asyncio.get_running_loop().create_future()
        await asyncio.sleep(0)
        on_step(self.step)
        stopping = asyncio.ensure_future(stop.wait())
        stopping.add_done_callback(lambda _: self._end())
        try:
            await asyncio.wait({self._ending})
        finally:
            stopping.cancel()
        if stop.is_requested:
            self.stopped += 1
        return self._ending.result()

    @property
    def is_under_way(self) -> bool:
        """Whether a sign-in waits for the test's word."""
        return self._ending is not None and not self._ending.done()

    def _end(self) -> None:
        if self.is_under_way:
            self.fail(SignInCancelled("The sign-in was stopped."))

    def finish(self, status: SignInStatus) -> None:
        """Let the sign-in succeed."""
        assert self._ending is not None
        self._ending.set_result(status)

    def fail(self, error: SqsExplorerError) -> None:
        """Let the sign-in fail."""
        assert self._ending is not None
        self._ending.set_exception(error)
