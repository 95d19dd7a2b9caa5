"""Credentials from a credential_process: run only if agreed, its answer checked field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from botocore.credentials import Credentials, ProcessProvider
from typing_extensions import override

from sqs_explorer.aws.credentials.commands import command_answer
from sqs_explorer.aws.credentials.patient_credentials import SHORT_WINDOWS, PatientCredentials, begin_with
from sqs_explorer.aws.sso.token_cache import read_time
from sqs_explorer.domain.errors import CommandFailed, CommandNotAgreed


class CommandProvider(ProcessProvider):
    """Takes the place of botocore's provider, which waits for ever and repeats what was printed."""

    def __init__(
        self,
        profile: str,
        load_config: Callable[[], Mapping[str, Any]],
        agreed_commands: Callable[[], frozenset[str]],
        is_closed: Callable[[], bool],
    ) -> None:
        super().__init__(profile, load_config)
        self._profile = profile
        self._agreed_commands = agreed_commands
        self._is_closed = is_closed

    @override
    def load(self) -> Credentials | None:
        """Run the profile's command and return its keys, None if the profile has no command.

        Raises CommandNotAgreed, CommandFailed, ConnectionClosed.
        """
        line = self.profile_config.get("credential_process")
        if line is None:
            return None
        first = self._keys(str(line))
        if first["expiry_time"] is None:
            return Credentials(first["access_key"], first["secret_key"], first["token"], method=self.METHOD)
        refresh = begin_with(first, lambda: self._keys(str(line)))
        return PatientCredentials(refresh, self.METHOD, SHORT_WINDOWS)

    def _keys(self, line: str) -> dict[str, Any]:
        if line not in self._agreed_commands():
            raise CommandNotAgreed(
                f"The profile {self._profile} gets its credentials from the command: {line}"
            )
        answer = command_answer(line, self._profile, is_closed=self._is_closed)
        if answer.get("Version") != 1:
            raise self._failed("gave credentials of another version than 1")
        return {
            "access_key": self._text(answer, "AccessKeyId"),
            "secret_key": self._text(answer, "SecretAccessKey"),
            "token": self._text(answer, "SessionToken", is_needed=False),
            "expiry_time": self._expiry(answer),
        }

    def _text(self, answer: Mapping[str, Any], field: str, *, is_needed: bool = True) -> str | None:
        value = answer.get(field)
        if value is None and not is_needed:
            return None
        if not isinstance(value, str) or not value:
            raise self._failed(f"gave no {field}")
        return value

    def _expiry(self, answer: Mapping[str, Any]) -> str | None:
        if answer.get("Expiration") is None:
            return None
        moment = read_time(answer["Expiration"])
        if moment is None:
            raise self._failed("gave an Expiration that is no time")
        if moment <= datetime.now(UTC):
            raise self._failed(f"gave credentials that expired at {moment:%Y-%m-%d %H:%M:%S} UTC")
        return moment.isoformat()

    def _failed(self, what: str) -> CommandFailed:
        return CommandFailed(f"The command of profile {self._profile} {what}.")
