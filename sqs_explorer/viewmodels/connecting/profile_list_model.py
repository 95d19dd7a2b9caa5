"""The list of profiles with their check boxes; checks outlive a new reading of the files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from PySide6.QtCore import QModelIndex
from typing_extensions import override

from sqs_explorer.domain.connections import Profile, ProfileKind
from sqs_explorer.domain.sign_in import SignInStatus
from sqs_explorer.viewmodels.cells import Cell, CellKind
from sqs_explorer.viewmodels.connecting.check_table_model import CheckTableModel, Index
from sqs_explorer.viewmodels.connecting.profile_words import (
    KnownProfiles,
    asks_for_sign_in,
    profile_state,
    profile_tooltip,
)


class ProfileListModel(CheckTableModel):
    """Profile, Kind, State. A typed key may have the name of a profile that the files gained later."""

    HEADINGS = ("Profile", "Kind", "State")
    PROFILE, KIND, STATE = range(3)

    def __init__(self) -> None:
        super().__init__()
        self.profiles: dict[str, Profile] = {}
        self._keys: list[str] = []
        self._checked: set[str] = set()
        self._known = KnownProfiles({})

    @property
    def chosen(self) -> list[Profile]:
        """The checked profiles, in order."""
        return [profile for key, profile in self.profiles.items() if key in self._checked]

    def take(self, profiles: Iterable[Profile]) -> None:
        """Take over what was read.

        Rows that are the same stay, and checks of profiles that are still there.
        """
        by_key = {profile_key(profile.name, profile.kind): profile for profile in profiles}
        self._know(by_key, self._known.sign_ins, self._known.now)
        if list(by_key) == self._keys:
            self.profiles = by_key
            self.repaint()
            return
        self.beginResetModel()
        self.profiles = by_key
        self._keys = list(by_key)
        self._checked &= set(by_key)
        self.endResetModel()

    def take_sign_ins(self, statuses: Mapping[str, SignInStatus], now: datetime) -> None:
        """Show how long the sign-ins last, by name of the profile that signs in."""
        self._know(self.profiles, statuses, now)
        self.repaint()

    def _know(
        self, by_key: Mapping[str, Profile], sign_ins: Mapping[str, SignInStatus], now: datetime | None
    ) -> None:
        of_files = {key: profile for key, profile in by_key.items() if profile.kind is not ProfileKind.TYPED}
        self._known = KnownProfiles(of_files, sign_ins, now)

    def asks_for_sign_in(self, profile: Profile) -> bool:
        """Whether the sign-in that a profile rests on is known to be missing or over."""
        return asks_for_sign_in(profile, self._known)

    def check_only(self, keys: Iterable[str]) -> None:
        """Check these and no others."""
        self._checked = set(keys) & set(self._keys)
        self.repaint()

    def check(self, key: str) -> None:
        """Check one more."""
        self.check_only({*self._checked, key})

    @override
    def key(self, row: int) -> str:
        """Return what `profile_key` says of the row."""
        return self._keys[row]

    @override
    def is_checked(self, key: str) -> bool:
        """Tell whether a profile is checked."""
        return key in self._checked

    @override
    def set_checked(self, key: str, checked: bool) -> None:
        """Check or uncheck a profile."""
        self._checked = self._checked | {key} if checked else self._checked - {key}

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Return the number of profiles."""
        return 0 if parent.isValid() else len(self._keys)

    def profile(self, row: int) -> Profile | None:
        """Return a row's profile, None for no row."""
        return self.profiles[self._keys[row]] if 0 <= row < len(self._keys) else None

    @override
    def cell(self, row: int, column: int) -> Cell:
        """Return what a cell shows."""
        profile = self.profiles[self._keys[row]]
        if column == self.PROFILE:
            return Cell(profile.name, CellKind.CHECK, medium=True, elide_middle=True)
        if column == self.KIND:
            return Cell(profile.kind.value, icon=profile.kind.icon, tone="muted")
        state = profile_state(profile, self._known)
        return Cell(state.words, icon=state.icon or None, icon_tone=state.tone, tone=state.tone)

    @override
    def tooltip(self, row: int) -> str:
        """Return all that is known of the profile."""
        return profile_tooltip(self.profiles[self._keys[row]], self._known)


def profile_key(name: str, kind: ProfileKind) -> str:
    """Return what tells the rows apart: the name, and for a typed key that it is one."""
    return f"{name} (typed key)" if kind is ProfileKind.TYPED else name
