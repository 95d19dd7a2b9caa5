"""The environment of the checked profiles: chosen now, chosen before, or guessed from their names."""

from __future__ import annotations

from collections.abc import Iterable

from sqs_explorer.domain.connections import Environment, guess_environment
from sqs_explorer.services.starting import environment_of
from sqs_explorer.viewmodels.queues.kept_settings import KeptSettings


class EnvironmentChoice:
    """`by_hand` is what was chosen for all checked profiles; None goes by each one's own."""

    def __init__(self, kept: KeptSettings) -> None:
        self._kept = kept
        self.by_hand: Environment | None = None

    def of(self, profile_name: str) -> Environment:
        """Return the environment in which a profile would open."""
        return self.by_hand or environment_of(profile_name, self._kept.settings.environments)

    def all_of(self, profile_names: Iterable[str]) -> set[Environment]:
        """Return the environments of these profiles; the one chosen by hand even without any profile."""
        chosen = {self.by_hand} if self.by_hand else set()
        return chosen or {self.of(name) for name in profile_names}

    def keep(self, profile_names: Iterable[str]) -> None:
        """Remember what was chosen by hand for these profiles, unless their names suggest it anyway."""
        if self.by_hand is None:
            return
        chosen = dict(self._kept.settings.environments)
        for name in profile_names:
            chosen.pop(name, None)
            if self.by_hand is not guess_environment(name):
                chosen[name] = self.by_hand
        if tuple(chosen.items()) != self._kept.settings.environments:
            self._kept.change(environments=tuple(chosen.items()))
