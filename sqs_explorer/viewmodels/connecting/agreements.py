"""What a person must agree to once before a connection is opened: commands, and plain http."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqs_explorer.domain.connections import Profile
from sqs_explorer.domain.endpoints import origin
from sqs_explorer.services.starting import needs_agreement
from sqs_explorer.viewmodels.queues.kept_settings import KeptSettings


class Agreements:
    """Asks the settings, and notes there what was agreed to."""

    def __init__(self, kept: KeptSettings) -> None:
        self._kept = kept

    def commands(self, profiles: Sequence[Profile]) -> tuple[Profile, ...]:
        """Return one profile for each command for credentials that nobody agreed to yet."""
        by_command = {profile.command: profile for profile in reversed(profiles) if profile.command}
        agreed = self._kept.settings.agreed_commands
        return tuple(profile for command, profile in by_command.items() if command not in agreed)

    def agree_to_command(self, command: str) -> None:
        """Note that a command may be run, from now on without asking."""
        self._kept.change(agreed_commands=self._kept.settings.agreed_commands | {command})

    def endpoints(self, urls: Iterable[str]) -> tuple[str, ...]:
        """Return one URL for each server in plain http beyond this machine that nobody agreed to yet."""
        agreed = self._kept.settings.agreed_endpoints
        return tuple({origin(url): url for url in urls if needs_agreement(url, agreed)}.values())

    def agree_to_endpoint(self, url: str) -> None:
        """Note that a server may be called in plain http, from now on without asking."""
        self._kept.change(agreed_endpoints=self._kept.settings.agreed_endpoints | {origin(url)})
