"""How every call to AWS is made: allowed by its tier, in a thread, with its errors translated."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqs_explorer.aws.blocking_calls import BlockingCalls
from sqs_explorer.aws.clock_checking import clock_error
from sqs_explorer.aws.error_tables import UNREPEATABLE_OPERATIONS
from sqs_explorer.aws.error_translation import repeats_what_is_secret, translate_error
from sqs_explorer.aws.loop_bridge import LoopBridge
from sqs_explorer.aws.renewals import Renewals
from sqs_explorer.aws.sessions import ConnectionSession
from sqs_explorer.aws.sign_in_waits import SignInWaits
from sqs_explorer.aws.translation import Answer
from sqs_explorer.domain.connections import Identity
from sqs_explorer.domain.errors import (
    ConnectionClosed,
    CredentialsRejected,
    OutcomeUnknown,
    RegionNotEnabled,
    SignInExpired,
    SqsExplorerError,
)
from sqs_explorer.domain.keys import SessionKeys
from sqs_explorer.domain.operation_tiers import (
    OPERATION_TIERS,
    Tier,
    changes_something,
    refuse_when_read_only,
)
from sqs_explorer.domain.regions import is_opt_in
from sqs_explorer.domain.sign_in import SignInStatus
from sqs_explorer.services.ports import Clock
from sqs_explorer.services.sign_in_ports import SignInDesk
from sqs_explorer.services.write_locking import WriteLock

T = TypeVar("T")
_WORD_START = re.compile(r"(?<!^)(?=[A-Z])")


class AwsCaller:
    """Makes the calls of one connection, and refuses those that its lock does not allow now.

    A call that finds the sign-in expired tells the desk. One that only reads fails then, since all is read
    again after the sign-in; another one waits for it and goes on.
    """

    def __init__(
        self,
        connection_id: str,
        session: ConnectionSession,
        calls: BlockingCalls,
        clock: Clock,
        write_lock: WriteLock,
        *,
        bridge: LoopBridge,
        desk: SignInDesk | None = None,
    ) -> None:
        self._session = session
        self._calls = calls
        self._clock = clock
        self._write_lock = write_lock
        self._bridge = bridge
        self.renewals = Renewals(session.renew)
        self._waits = SignInWaits(connection_id, desk, self.renewals)

    async def call(
        self, region: str, operation: str, parameters: Mapping[str, Any], *, once: bool = False
    ) -> Answer:
        """Call an SQS operation; with `once` botocore doesn't retry.

        Raises AwsError's children, ReadOnlyConnection, ConnectionClosed.
        """
        _, answer = await self.timed_call(region, operation, parameters, once=once)
        return answer

    async def timed_call(
        self,
        region: str,
        operation: str,
        parameters: Mapping[str, Any],
        *,
        once: bool = False,
        polls: bool = False,
        elsewhere: Mapping[str, Any] | None = None,
    ) -> tuple[float, Answer]:
        """Call an SQS operation and tell when the request left; `polls` says that it is a long poll.

        `elsewhere` are parameters that only servers other than AWS get besides.
        """

        def ask() -> tuple[float, Answer]:
            method = getattr(self._session.sqs(region, once=once), _snake_case(operation))
            if operation in UNREPEATABLE_OPERATIONS:
                self._have_credentials(region)
            more = {} if not elsewhere or self._session.is_on_aws(region) else elsewhere
            requested = self._clock.monotonic()
            return requested, method(**parameters, **more)

        try:
            return await self._allowed(operation, region, ask, polls=polls)
        except CredentialsRejected as error:
            raise await self._why_rejected(error, region) from error
        except ConnectionClosed as error:
            if error.was_under_way and operation in UNREPEATABLE_OPERATIONS:
                raise OutcomeUnknown(str(error), operation=operation) from error
            raise

    async def ask_service(self, service: str, operation: str, **parameters: Any) -> Answer:
        """Call an operation of another service ("iam", "account", "ec2") in the connection's home region."""
        region = self._session.home_region()

        def ask() -> Answer:
            client = self._session.client(service, region)
            answer: Answer = getattr(client, _snake_case(operation))(**parameters)
            return answer

        return await self._allowed(operation, region, ask)

    async def identity(self) -> Identity:
        """Ask STS who this is; without the account's alias, which STS does not know."""

        def ask() -> Answer:
            answer: Answer = self._session.sts().get_caller_identity()
            return answer

        answer = await self._allowed("GetCallerIdentity", self._session.home_region(), ask)
        return Identity(answer.get("Account", ""), answer.get("Arn", ""), answer.get("UserId", ""))

    async def keys(self) -> SessionKeys:
        """Return what signs the calls now; waits for a new sign-in as a call that writes does."""

        async def attempt() -> SessionKeys:
            return await self._run(self._session.keys, "", self._session.home_region())

        return await self._waits.go_on(attempt, waits=True)

    async def is_on_aws(self, region: str) -> bool:
        """Whether a region's calls go to AWS itself; gets keys for it, but contacts no SQS."""

        def look() -> bool:
            self._session.sqs(region)
            return self._session.is_on_aws(region)

        async def attempt() -> bool:
            return await self._run(look, "", region)

        return await self._waits.go_on(attempt, waits=True)

    async def sign_in_status(self) -> SignInStatus | None:
        """Return how long the credentials last, None before there are any; contacts nobody."""
        return await self._calls.run(self._session.sign_in_status)

    def stop_waiting(self) -> None:
        """End the calls that wait for a person, for the connection closes."""
        self._bridge.close()
        self._waits.close()

    async def _allowed(self, operation: str, region: str, ask: Callable[[], T], *, polls: bool = False) -> T:
        async def attempt() -> T:
            refuse_when_read_only(operation, read_only=self._write_lock.refuses)
            if changes_something(operation) and not self._has_keys:
                # Getting them may take a person's time, in which the lock may close.
                await self._run(self._session.keys, "", region)
                refuse_when_read_only(operation, read_only=self._write_lock.refuses)
            return await self._run(ask, operation, region, polls=polls)

        return await self._waits.go_on(attempt, waits=OPERATION_TIERS[operation] is not Tier.READ)

    @property
    def _has_keys(self) -> bool:
        return self._session.has_keys and not self.renewals.is_due

    async def _run(self, ask: Callable[[], T], operation: str, region: str, *, polls: bool = False) -> T:
        self._bridge.attach()
        run = self._calls.run_long_poll if polls else self._calls.run
        return await run(self._asked, ask, operation, region)

    def _asked(self, ask: Callable[[], T], operation: str, region: str) -> T:
        """Ask, and once more with the keys that are in the AWS files now if the former are not accepted.

        A call whose keys are not accepted has done nothing, so that a repeat is safe even for a send.
        """
        self.renewals.carry_out()
        starts_before = self._session.starts_over
        try:
            return ask()
        except Exception as error:
            translated = self._translated(error, operation, region)
            is_rejected = isinstance(translated, CredentialsRejected | SignInExpired)
            if not is_rejected or not self._session.start_over_if_files_changed(starts_before):
                raise translated from _shown(error)
        self.renewals.notice()
        try:
            return ask()
        except Exception as error:
            raise self._translated(error, operation, region) from _shown(error)

    def _have_credentials(self, region: str) -> None:
        """Get credentials before a call that must not be done twice.

        Without an answer nobody would know otherwise whether it is the call itself that got none.
        """
        try:
            self._session.keys()
        except Exception as error:
            raise self._translated(error, "", region) from _shown(error)

    def _translated(self, error: Exception, operation: str, region: str) -> SqsExplorerError:
        command = self._session.sign_in_command
        translated = translate_error(
            error,
            operation,
            region=region,
            sign_in_command=command,
            on_aws=self._session.is_on_aws(region),
        )
        return clock_error(error, translated, self._clock.now()) or translated

    async def _why_rejected(self, error: CredentialsRejected, region: str) -> SqsExplorerError:
        """Tell wrong keys from a region that is not enabled.

        AWS answers both alike, but STS elsewhere knows good keys.
        """
        if not is_opt_in(region) or not self._session.is_on_aws(region):
            return error
        try:
            await self.identity()
        except SqsExplorerError:
            return error
        text = f"The account has not enabled the region {region}. An administrator can enable it."
        return RegionNotEnabled(text, operation=error.operation, code=error.code, request_id=error.request_id)


def _shown(error: Exception) -> Exception | None:
    """Return the cause that a log may tell, None for one that repeats what came back."""
    return None if repeats_what_is_secret(error) else error


def _snake_case(operation: str) -> str:
    return _WORD_START.sub("_", operation).lower()
