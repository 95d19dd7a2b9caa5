"""What the first screen and the Connections dialog know: profiles, regions, and how to open them."""

from __future__ import annotations

from dataclasses import dataclass
from os.path import expanduser

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.connections import (
    ConnectionSpec,
    Environment,
    Profile,
    ProfileListing,
    guess_environment,
)
from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.quantities import count_words
from sqs_explorer.services.ports import ProfileReader
from sqs_explorer.viewmodels.connecting.endpoint_checking import endpoint_problem
from sqs_explorer.viewmodels.connecting.profile_list_model import ProfileListModel
from sqs_explorer.viewmodels.connecting.profile_words import sign_in_command
from sqs_explorer.viewmodels.connecting.region_list_model import RegionListModel
from sqs_explorer.viewmodels.error_text import ErrorText, error_text
from sqs_explorer.viewmodels.queues.kept_settings import KeptSettings
from sqs_explorer.viewmodels.task_scope import TaskScope


@dataclass(frozen=True, slots=True)
class ReplacedConnection:
    """An open connection that was edited: its ID from before, and what to open in its place."""

    former_id: str
    spec: ConnectionSpec


class ConnectionsViewModel(QObject):
    """State and deeds of Connections.

    Signals: `changed` for all that is shown, `open_requested(tuple[ConnectionSpec, ...])`,
    `replace_requested(ReplacedConnection)` after an edit, `demo_requested()`.
    """

    changed = Signal()
    open_requested = Signal(object)
    replace_requested = Signal(object)
    demo_requested = Signal()

    def __init__(
        self, reader: ProfileReader, kept: KeptSettings, scope: TaskScope, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._reader = reader
        self._kept = kept
        self.scope = scope
        self.profiles = ProfileListModel()
        self.regions = RegionListModel()
        self.listing: ProfileListing | None = None
        self.error: ErrorText | None = None
        self.is_reading = False
        self.endpoint_url = ""
        self.edited_connection_id = ""
        self._environment: Environment | None = None
        self._read_only: bool | None = None
        self._had_production = False
        self._to_fill_in: ConnectionSpec | None = None
        self.profiles.checks_changed.connect(self._settle)
        self.regions.checks_changed.connect(self.changed)

    # Reading

    def read(self) -> None:
        """Read the AWS files in the background, keeping what is checked."""
        if not self.is_reading:
            self.is_reading = True
            self.changed.emit()
            self.scope.start(self._read(), self._fail)

    async def _read(self) -> None:
        try:
            listing = await self._reader.read_profiles()
        finally:
            self.is_reading = False
        is_first = self.listing is None
        self.listing = listing
        self.error = None
        self.profiles.take(listing.profiles)
        self.regions.put_first([listing.default_region, *(profile.region for profile in listing.profiles)])
        if is_first and not self.profiles.chosen:
            self.profiles.check_only([listing.default_profile])
        self._settle()
        if self._to_fill_in is not None:
            self.fill_in(self._to_fill_in)

    def _fail(self, error: SqsExplorerError) -> None:
        self.error = error_text(error)
        self.changed.emit()

    @property
    def has_no_profiles(self) -> bool:
        """Whether the files were read and name nobody."""
        return self.listing is not None and not self.listing.profiles

    @property
    def problems(self) -> tuple[str, ...]:
        """What was wrong with the files, a sentence each, with the place."""
        return self.listing.problems if self.listing else ()

    @property
    def paths_words(self) -> str:
        """Where profiles are looked for."""
        if self.listing is None:
            return "the AWS config and credentials files"
        return f"{_short(self.listing.config_path)} and {_short(self.listing.credentials_path)}"

    # Choosing

    def _settle(self) -> None:
        """Follow the checked profiles: their regions, and Read-only as soon as Production is among them."""
        default_region = self.listing.default_region if self.listing else ""
        self.regions.preselect([default_region, *(profile.region for profile in self.profiles.chosen)])
        has_production = Environment.PRODUCTION in self._environments()
        if has_production and not self._had_production:
            self._read_only = None
        self._had_production = has_production
        self.changed.emit()

    def _environments(self) -> set[Environment]:
        if self._environment is not None:
            return {self._environment}
        return {guess_environment(profile.name) for profile in self.profiles.chosen}

    def _environment_of(self, profile: Profile) -> Environment:
        return self._environment or guess_environment(profile.name)

    @property
    def environment(self) -> Environment | None:
        """The environment of all checked profiles; None where their names differ and nobody chose."""
        if self._environment is not None:
            return self._environment
        guessed = self._environments()
        if not guessed:
            return Environment.DEVELOPMENT
        return guessed.pop() if len(guessed) == 1 else None

    def set_environment(self, environment: Environment | None) -> None:
        """Choose an environment for all checked profiles; None goes by their names."""
        if environment is not self._environment:
            self._environment = environment
            self._settle()

    @property
    def read_only(self) -> bool:
        """Whether writing will be off: as chosen, else if Production is among the profiles."""
        return self._had_production if self._read_only is None else self._read_only

    def set_read_only(self, read_only: bool) -> None:
        """Choose whether writing is off."""
        self._read_only = read_only
        self.changed.emit()

    def set_endpoint_url(self, url: str) -> None:
        """Override the profiles' endpoint; "" leaves theirs."""
        self.endpoint_url = url.strip()
        self.changed.emit()

    @property
    def endpoint_problem(self) -> str:
        """What is wrong with the endpoint URL; "" if nothing is."""
        return endpoint_problem(self.endpoint_url)

    @property
    def reopens_at_start(self) -> bool:
        """Whether what is open comes back at the next start."""
        return self._kept.settings.reopen_connections

    def set_reopens_at_start(self, reopens: bool) -> None:
        """Choose whether what is open comes back at the next start."""
        self._kept.change(reopen_connections=reopens)
        self.changed.emit()

    def fill_in(self, spec: ConnectionSpec) -> None:
        """Show an open connection for editing, once the files are read; Open then replaces it."""
        self._to_fill_in = spec if self.listing is None else None
        if self.listing is None:
            self.read()
            return
        self.profiles.check_only([spec.profile])
        self.regions.check_only(spec.regions)
        self.endpoint_url = spec.endpoint_url
        self._environment = spec.environment
        self._settle()
        self._read_only = spec.read_only
        self.edited_connection_id = spec.connection_id
        self.changed.emit()

    def begin_anew(self) -> None:
        """Forget what was chosen; what is preselected is what the environment names."""
        self.edited_connection_id = ""
        self.endpoint_url = ""
        self._environment = self._read_only = None
        self._had_production = False
        self.regions.forget_choices()
        self.profiles.check_only([self.listing.default_profile] if self.listing else [])
        self._settle()

    # Opening

    @property
    def can_open(self) -> bool:
        """Whether there is something to open, and nothing wrong with it."""
        return bool(self.profiles.chosen and self.regions.chosen) and not self.endpoint_problem

    @property
    def sum_words(self) -> str:
        """What Open will do, or what is missing."""
        profiles, regions = self.profiles.chosen, self.regions.chosen
        if self.is_reading and self.listing is None:
            return "Reading the AWS files"
        if not profiles:
            if self.has_no_profiles:
                return f"No profile in {self.paths_words}. Run aws configure, then read the files again."
            return "Check a profile to open."
        if not regions:
            return "Check a region to open."
        lists = count_words(len(profiles) * len(regions), "queue list")
        words = f"{count_words(len(profiles), 'profile')} in {count_words(len(regions), 'region')}: {lists}."
        if self.environment is None:
            each = (f"{profile.name} as {self._environment_of(profile).value}" for profile in profiles)
            words += f" {', '.join(each)}."
        return words

    @property
    def sign_in_words(self) -> str:
        """Which commands renew the sign-in of checked profiles; "" if none rests on one."""
        known = self.profiles.profiles
        commands = dict.fromkeys(sign_in_command(profile, known) for profile in self.profiles.chosen)
        commands.pop("", None)
        return f"If a sign-in has expired, run in a terminal: {'; '.join(commands)}" if commands else ""

    @property
    def commands_to_agree(self) -> tuple[Profile, ...]:
        """The checked profiles whose credentials come from a command that nobody agreed to yet."""
        agreed = self._kept.settings.agreed_commands
        by_command = {
            profile.command: profile for profile in reversed(self.profiles.chosen) if profile.command
        }
        return tuple(profile for command, profile in by_command.items() if command not in agreed)

    def agree(self, command: str) -> None:
        """Note that a command may be run, from now on without asking."""
        self._kept.change(agreed_commands=self._kept.settings.agreed_commands | {command})

    def open(self) -> None:
        """Ask for the connections to be opened; nothing happens while something is missing or not agreed."""
        if not self.can_open or self.commands_to_agree:
            return
        specs = tuple(self._spec(profile) for profile in self.profiles.chosen)
        former_id = self.edited_connection_id
        if former_id and len(specs) == 1:
            self.replace_requested.emit(ReplacedConnection(former_id, specs[0]))
        else:
            self.open_requested.emit(specs)
        self.begin_anew()

    def _spec(self, profile: Profile) -> ConnectionSpec:
        return ConnectionSpec(
            profile=profile.name,
            regions=self.regions.chosen,
            environment=self._environment_of(profile),
            read_only=self.read_only,
            endpoint_url=self.endpoint_url,
            kind=profile.kind,
            command=profile.command,
        )

    def open_demo(self) -> None:
        """Ask for the demo."""
        self.demo_requested.emit()

    async def close(self) -> None:
        """End what is being read."""
        await self.scope.close()


def _short(path: str) -> str:
    home = expanduser("~")
    return f"~{path[len(home) :]}" if home != "/" and path.startswith(home) else path
