"""Signing in before anything is open: which checked profiles need it, and their states in the list."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.connections import ConnectionSpec, Profile
from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.viewmodels.connecting.connecting_outside import ConnectingOutside
from sqs_explorer.viewmodels.connecting.profile_list_model import ProfileListModel
from sqs_explorer.viewmodels.connecting.profile_words import sign_in_command
from sqs_explorer.viewmodels.connecting.sign_in_states import SignInStates
from sqs_explorer.viewmodels.error_text import ErrorText, error_text
from sqs_explorer.viewmodels.task_scope import TaskScope


class SigningInBefore(QObject):
    """Reads how long sign-ins last into the list of profiles, and signs in for the checked ones."""

    changed = Signal()

    def __init__(
        self,
        outside: ConnectingOutside,
        profiles: ProfileListModel,
        scope: TaskScope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._outside = outside
        self._profiles = profiles
        self._scope = scope
        self._states = SignInStates(outside.sign_ins, scope, self)
        self._states.changed.connect(self._show_states)
        self.is_under_way = False
        self.error: ErrorText | None = None

    def read_states(self) -> None:
        """Read from the cache of tokens how long the profiles' sign-ins last; nobody is contacted."""
        self._show_states()
        self._states.read(self._profiles.profiles.values())

    def _show_states(self) -> None:
        self._profiles.take_sign_ins(self._states.statuses, self._outside.clock.now())
        self.changed.emit()

    @property
    def is_possible(self) -> bool:
        """Whether a checked profile rests on a sign-in."""
        return not self.is_under_way and bool(self._resting_on_one())

    @property
    def words(self) -> str:
        """Who must sign in first, or might have to, and which commands do it as well; "" if nobody."""
        known = self._profiles.profiles
        resting = self._resting_on_one()
        asking = [profile for profile in resting if self._profiles.asks_for_sign_in(profile)]
        unknown = [profile for profile in resting if not self._states.knows(profile, known)]
        commands = dict.fromkeys(sign_in_command(profile, known) for profile in asking or unknown)
        if not commands:
            return ""
        command_words = "; ".join(commands)
        if asking:
            names = ", ".join(profile.name for profile in asking)
            verb = "asks" if len(asking) == 1 else "ask"
            return f"{names} {verb} for a sign-in first. Press Sign in, or run in a terminal: {command_words}"
        return f"If a sign-in has expired, press Sign in or run in a terminal: {command_words}"

    def _resting_on_one(self) -> list[Profile]:
        known = self._profiles.profiles
        return [profile for profile in self._profiles.chosen if sign_in_command(profile, known)]

    def start(self) -> None:
        """Sign in for the checked profiles that need it; for all that rest on one if none is known to."""
        if self.is_possible:
            resting = self._resting_on_one()
            asking = [profile for profile in resting if self._profiles.asks_for_sign_in(profile)]
            self.is_under_way, self.error = True, None
            self.changed.emit()
            self._scope.start(self._sign_in(asking or resting), self._fail)

    async def _sign_in(self, profiles: list[Profile]) -> None:
        """Sign in one after the other, once for each session; the first that is given up ends it."""
        done: set[str] = set()
        try:
            for profile in profiles:
                spec = ConnectionSpec(
                    profile.name,
                    (profile.region,) if profile.region else (),
                    kind=profile.kind,
                    command=profile.command,
                )
                need = await self._outside.sign_ins.need(spec)
                session = need.name or need.profile or profile.name
                if session in done:
                    continue
                done.add(session)
                if not await self._outside.sign_in(spec):
                    break
        finally:
            self.is_under_way = False
            self.read_states()

    def _fail(self, error: SqsExplorerError) -> None:
        self.error = error_text(error)
        self.changed.emit()
