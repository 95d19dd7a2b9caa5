"""Finds the regions in which an account has queues, by one short question to each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqs_explorer.domain import errors
from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.services.ports import ConnectionGateway, ConnectionOpener
from sqs_explorer.services.stopping import StopRequest

AT_ONCE = 8
_EVERYWHERE = (
    errors.CredentialsMissing,
    errors.SignInExpired,
    errors.SignInCancelled,
    errors.SignInFailed,
    errors.MfaNeeded,
    errors.MfaCodeRefused,
    errors.CommandFailed,
    errors.CommandNotAgreed,
    errors.ClockWrong,
    errors.KeyringFailed,
    errors.ConnectionClosed,
    errors.InvalidInput,
)
"""What would be refused in every region alike: the search ends with it."""


@dataclass(frozen=True, slots=True)
class RegionSearch:
    """How far a search has come. All regions are codes.

    `enabled` is None where the account does not say which regions it has enabled; `refusals` holds one error
    for each region that did not answer.
    """

    regions: tuple[str, ...] = ()
    enabled: frozenset[str] | None = None
    asked: int = 0
    found: tuple[str, ...] = ()
    refusals: tuple[errors.SqsExplorerError, ...] = ()


async def find_regions(
    opener: ConnectionOpener,
    spec: ConnectionSpec,
    codes: Sequence[str],
    *,
    stop: StopRequest,
    on_found: Callable[[RegionSearch], None],
) -> RegionSearch:
    """Ask the enabled ones of `codes` (all, if the account does not tell) whether they have queues.

    The connection is opened for this alone, read-only, and closed at the end. `on_found` hears of every
    answer. Once `stop` is requested, what is known is returned at once. Raises what would be refused in every
    region alike, such as SignInExpired.
    """
    gateway = opener.open(replace(spec, read_only=True))
    search = _Search(gateway, codes, on_found)
    searching = asyncio.ensure_future(search.run())
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((searching, stopping), return_when=asyncio.FIRST_COMPLETED)
        if searching.done():
            searching.result()
        return search.known
    finally:
        stopping.cancel()
        searching.cancel()
        await asyncio.gather(stopping, searching, return_exceptions=True)
        await gateway.close()


class _Search:
    """One search; `known` is how far it has come."""

    def __init__(
        self, gateway: ConnectionGateway, codes: Sequence[str], on_found: Callable[[RegionSearch], None]
    ) -> None:
        self._gateway = gateway
        self._codes = codes
        self._on_found = on_found
        self.known = RegionSearch()
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def run(self) -> None:
        """Ask all regions."""
        enabled = await self._enabled()
        regions = [code for code in self._codes if enabled is None or code in enabled]
        regions += sorted((enabled or frozenset()) - set(regions))
        self._tell(replace(self.known, regions=tuple(regions), enabled=enabled))
        questions = [asyncio.ensure_future(self._ask(region)) for region in regions]
        try:
            await asyncio.gather(*questions)
        finally:
            for question in questions:
                question.cancel()
            await asyncio.gather(*questions, return_exceptions=True)

    async def _enabled(self) -> frozenset[str] | None:
        """Which regions the account has enabled; None if it may not be asked, or has no such question."""
        try:
            return await self._gateway.enabled_regions()
        except (*_EVERYWHERE, errors.CredentialsRejected):
            raise
        except errors.SqsExplorerError:
            return None

    async def _ask(self, region: str) -> None:
        async with self._turns:
            try:
                has_queues = await self._gateway.sqs(region).has_queues()
            except _EVERYWHERE:
                raise
            except errors.SqsExplorerError as error:
                refusals = (*self.known.refusals, error)
                self._tell(replace(self.known, asked=self.known.asked + 1, refusals=refusals))
                return
        found = (*self.known.found, region) if has_queues else self.known.found
        self._tell(replace(self.known, asked=self.known.asked + 1, found=found))

    def _tell(self, search: RegionSearch) -> None:
        self.known = search
        self._on_found(search)
