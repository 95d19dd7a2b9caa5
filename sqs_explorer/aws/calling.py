"""How every call to AWS is made: allowed by its tier, in a thread, with its errors translated."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqs_explorer.aws.blocking_calls import BlockingCalls
from sqs_explorer.aws.error_tables import UNREPEATABLE_OPERATIONS
from sqs_explorer.aws.error_translation import translate_error
from sqs_explorer.aws.sessions import ConnectionSession
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
from sqs_explorer.domain.operation_tiers import refuse_when_read_only
from sqs_explorer.domain.regions import is_opt_in

T = TypeVar("T")
_WORD_START = re.compile(r"(?<!^)(?=[A-Z])")


class AwsCaller:
    """Makes the calls of one connection. `monotonic` is the clock that countdowns are read from."""

    def __init__(
        self,
        session: ConnectionSession,
        calls: BlockingCalls,
        monotonic: Callable[[], float],
        *,
        read_only: bool,
    ) -> None:
        self._session = session
        self._calls = calls
        self._monotonic = monotonic
        self._read_only = read_only

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
        waits: bool = False,
    ) -> tuple[float, Answer]:
        """Call an SQS operation and tell when the request left; `waits` says that it is a long poll."""
        refuse_when_read_only(operation, read_only=self._read_only)
        run = self._calls.run_long_poll if waits else self._calls.run
        try:
            return await run(self._blocking_call, region, operation, parameters, once)
        except CredentialsRejected as error:
            raise await self._why_rejected(error, region) from error
        except ConnectionClosed as error:
            if error.was_under_way and operation in UNREPEATABLE_OPERATIONS:
                raise OutcomeUnknown(str(error), operation=operation) from error
            raise

    async def identity(self) -> Identity:
        """Ask STS who this is."""
        refuse_when_read_only("GetCallerIdentity", read_only=self._read_only)
        return await self._calls.run(self._blocking_identity)

    def _blocking_call(
        self, region: str, operation: str, parameters: Mapping[str, Any], once: bool
    ) -> tuple[float, Answer]:
        def ask() -> tuple[float, Answer]:
            method = getattr(self._session.sqs(region, once=once), _snake_case(operation))
            requested = self._monotonic()
            return requested, method(**parameters)

        return self._asked(ask, operation, region)

    def _blocking_identity(self) -> Identity:
        def ask() -> Answer:
            answer: Answer = self._session.sts().get_caller_identity()
            return answer

        answer = self._asked(ask, "GetCallerIdentity", self._session.home_region())
        return Identity(answer.get("Account", ""), answer.get("Arn", ""), answer.get("UserId", ""))

    def _asked(self, ask: Callable[[], T], operation: str, region: str) -> T:
        """Ask, and once more with the keys that are in the AWS files now if the former are not accepted.

        A call whose keys are not accepted has done nothing, so that a repeat is safe even for a send.
        """
        try:
            return ask()
        except Exception as error:
            translated = self._translated(error, operation, region)
            is_rejected = isinstance(translated, CredentialsRejected | SignInExpired)
            if not is_rejected or not self._session.start_over_if_files_changed():
                raise translated from error
        try:
            return ask()
        except Exception as error:
            raise self._translated(error, operation, region) from error

    def _translated(self, error: Exception, operation: str, region: str) -> SqsExplorerError:
        return translate_error(error, operation, region=region, sign_in_command=self._session.sign_in_command)

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


def _snake_case(operation: str) -> str:
    return _WORD_START.sub("_", operation).lower()
