"""How long the cached sign-ins of the listed profiles last; read from files, nobody is contacted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.connections import ConnectionSpec, Profile, ProfileKind
from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.sign_in import SignInStatus
from sqs_explorer.services.sign_in_ports import SignIns
from sqs_explorer.viewmodels.connecting.profile_words import end_of_chain
from sqs_explorer.viewmodels.task_scope import TaskScope


class SignInStates(QObject):
    """`statuses` by name of the profiles that sign in with IAM Identity Center themselves."""

    changed = Signal()

    def __init__(self, sign_ins: SignIns, scope: TaskScope, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sign_ins = sign_ins
        self._scope = scope
        self._reading = 0
        self.statuses: dict[str, SignInStatus] = {}

    def read(self, profiles: Iterable[Profile]) -> None:
        """Read the states of these profiles in the background; a newer reading replaces an older one."""
        self._reading += 1
        own = [profile for profile in profiles if profile.kind is ProfileKind.SSO]
        self._scope.start(self._read(own, self._reading))

    def knows(self, profile: Profile, profiles: Mapping[str, Profile]) -> bool:
        """Whether the state of the sign-in that a profile rests on is known."""
        end = end_of_chain(profile, profiles)
        return end is not None and end.name in self.statuses

    async def _read(self, profiles: list[Profile], reading: int) -> None:
        found = {}
        for profile in profiles:
            spec = ConnectionSpec(
                profile.name, (profile.region,) if profile.region else (), kind=profile.kind
            )
            try:
                found[profile.name] = await self._sign_ins.status(spec)
            except SqsExplorerError:
                # Opening the profile says what is wrong with it; the list goes on without its state.
                continue
            if reading != self._reading:
                return
        if found != self.statuses:
            self.statuses = found
            self.changed.emit()
