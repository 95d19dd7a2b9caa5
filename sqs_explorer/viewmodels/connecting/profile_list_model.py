"""The list of profiles with their check boxes; checks outlive a new reading of the files."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex
from typing_extensions import override

from sqs_explorer.domain.connections import Profile
from sqs_explorer.viewmodels.cells import Cell, CellKind
from sqs_explorer.viewmodels.connecting.check_table_model import CheckTableModel, Index
from sqs_explorer.viewmodels.connecting.profile_words import profile_state, profile_tooltip


class ProfileListModel(CheckTableModel):
    """Profile, Kind, State."""

    HEADINGS = ("Profile", "Kind", "State")
    PROFILE, KIND, STATE = range(3)

    def __init__(self) -> None:
        super().__init__()
        self.profiles: dict[str, Profile] = {}
        self._names: list[str] = []
        self._checked: set[str] = set()

    @property
    def chosen(self) -> list[Profile]:
        """The checked profiles, in order."""
        return [profile for name, profile in self.profiles.items() if name in self._checked]

    def take(self, profiles: Iterable[Profile]) -> None:
        """Take over what was read.

        Rows that are the same stay, and checks of profiles that are still there.
        """
        by_name = {profile.name: profile for profile in profiles}
        if list(by_name) == self._names:
            self.profiles = by_name
            self.repaint()
            return
        self.beginResetModel()
        self.profiles = by_name
        self._names = list(by_name)
        self._checked &= set(by_name)
        self.endResetModel()

    def check_only(self, names: Iterable[str]) -> None:
        """Check these and no others."""
        self._checked = set(names) & set(self._names)
        self.repaint()

    @override
    def key(self, row: int) -> str:
        """Return the profile's name."""
        return self._names[row]

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
        return 0 if parent.isValid() else len(self._names)

    @override
    def cell(self, row: int, column: int) -> Cell:
        """Return what a cell shows."""
        profile = self.profiles[self._names[row]]
        if column == self.PROFILE:
            return Cell(profile.name, CellKind.CHECK, medium=True, elide_middle=True)
        if column == self.KIND:
            return Cell(profile.kind.value, icon=profile.kind.icon, tone="muted")
        state = profile_state(profile)
        return Cell(state.words, icon=state.icon or None, icon_tone=state.tone, tone=state.tone)

    @override
    def tooltip(self, row: int) -> str:
        """Return all that is known of the profile."""
        return profile_tooltip(self.profiles[self._names[row]], self.profiles)
