"""What the first screen and the Connections dialog know: profiles, regions, and how to open them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from os.path import expanduser

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.connections import ConnectionSpec, Environment, Profile, ProfileKind, ProfileListing
from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.keys import TypedKey
from sqs_explorer.domain.regions import REGION_NAMES, partition_of
from sqs_explorer.services.ports import ProfileReader
from sqs_explorer.viewmodels.connecting.agreements import Agreements
from sqs_explorer.viewmodels.connecting.connecting_outside import ConnectingOutside
from sqs_explorer.viewmodels.connecting.endpoint_checking import endpoint_problem
from sqs_explorer.viewmodels.connecting.environment_choice import EnvironmentChoice
from sqs_explorer.viewmodels.connecting.key_checking import KeyProblems, key_problems
from sqs_explorer.viewmodels.connecting.opening_words import cautions, endpoints_used, opening_words
from sqs_explorer.viewmodels.connecting.profile_list_model import ProfileListModel, profile_key
from sqs_explorer.viewmodels.connecting.region_finding_view_model import RegionFindingViewModel
from sqs_explorer.viewmodels.connecting.region_list_model import RegionListModel
from sqs_explorer.viewmodels.connecting.signing_in_before import SigningInBefore
from sqs_explorer.viewmodels.connecting.typed_keys_view_model import TypedKeysViewModel
from sqs_explorer.viewmodels.error_text import ErrorText, error_text
from sqs_explorer.viewmodels.queues.kept_settings import KeptSettings
from sqs_explorer.viewmodels.task_scope import TaskScope

_USUAL_REGION = "us-east-1"


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
        self,
        reader: ProfileReader,
        kept: KeptSettings,
        outside: ConnectingOutside,
        scope: TaskScope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._reader = reader
        self._kept = kept
        self.scope = scope
        self.profiles = ProfileListModel()
        self.regions = RegionListModel()
        self.agreements = Agreements(kept)
        self.typed_keys = TypedKeysViewModel(outside.secrets, kept, scope, self)
        self.region_finding = RegionFindingViewModel(outside.opener, scope, self)
        self.signing_in = SigningInBefore(outside, self.profiles, scope, self)
        self.listing: ProfileListing | None = None
        self.error: ErrorText | None = None
        self.is_reading = False
        self.is_typing_key = False
        self.endpoint_url = ""
        self.edited_connection_id = ""
        self._environment = EnvironmentChoice(kept)
        self._read_only: bool | None = None
        self._had_production = False
        self._to_fill_in: ConnectionSpec | None = None
        self._searched_for: list[Profile] = []
        self._connect()

    def _connect(self) -> None:
        self.profiles.checks_changed.connect(self._settle)
        self.regions.checks_changed.connect(self.changed)
        self.typed_keys.changed.connect(self.changed)
        self.typed_keys.key_kept.connect(self._take_typed_key)
        self.typed_keys.key_forgotten.connect(self._list_profiles)
        self.region_finding.changed.connect(self.changed)
        self.region_finding.found.connect(self.regions.take_found)
        self.signing_in.changed.connect(self.changed)

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
        self._list_profiles()
        self.regions.put_first([listing.default_region, *(profile.region for profile in listing.profiles)])
        if is_first and not self.profiles.chosen:
            self.profiles.check_only([listing.default_profile])
        self._settle()
        self.signing_in.read_states()
        if self._to_fill_in is not None:
            self.fill_in(self._to_fill_in)

    def _list_profiles(self) -> None:
        self.profiles.take((*(self.listing.profiles if self.listing else ()), *self.typed_keys.profiles))
        self._settle()

    def _fail(self, error: SqsExplorerError) -> None:
        self.error = error_text(error)
        self.changed.emit()

    @property
    def has_no_profiles(self) -> bool:
        """Whether the files were read and name nobody, and no key was typed."""
        return self.listing is not None and not self.profiles.profiles

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
        chosen = self.profiles.chosen
        default_region = self.listing.default_region if self.listing else ""
        self.regions.preselect([default_region, *(profile.region for profile in chosen)])
        if self._searched_for != chosen:
            self._searched_for = []
            self.region_finding.forget()
            self.regions.forget_found()
        has_production = Environment.PRODUCTION in self._environment.all_of(self._chosen_names)
        if has_production and not self._had_production:
            self._read_only = None
        self._had_production = has_production
        self.changed.emit()

    @property
    def _chosen_names(self) -> tuple[str, ...]:
        return tuple(profile.name for profile in self.profiles.chosen)

    @property
    def environment(self) -> Environment | None:
        """The environment of all checked profiles; None where theirs differ and nobody chose for all."""
        environments = self._environment.all_of(self._chosen_names)
        if not environments:
            return Environment.DEVELOPMENT
        return environments.pop() if len(environments) == 1 else None

    def set_environment(self, environment: Environment | None) -> None:
        """Choose an environment for all checked profiles; None goes by each one's own.

        Open keeps the choice for these profiles.
        """
        if environment is not self._environment.by_hand:
            self._environment.by_hand = environment
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
        self.profiles.check_only([profile_key(spec.profile, spec.kind)])
        self.regions.check_only(spec.regions)
        self.endpoint_url = spec.endpoint_url
        self._environment.by_hand = spec.environment
        self._settle()
        self._read_only = spec.read_only
        self.edited_connection_id = spec.connection_id
        self.changed.emit()

    def begin_anew(self) -> None:
        """Forget what was chosen; what is preselected is what the environment names."""
        self.edited_connection_id = ""
        self.endpoint_url = ""
        self.is_typing_key = False
        self._environment.by_hand = self._read_only = None
        self._had_production = False
        self._searched_for = []
        self.region_finding.forget()
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
        return opening_words(profiles, regions, self.endpoint_url, self._environment.of)

    @property
    def caution_words(self) -> str:
        """What a person should know before they press Open; "" if nothing stands out."""
        profiles, regions = self.profiles.chosen, self.regions.chosen
        environment_of, read_only = self._environment.of, self.read_only
        return cautions(profiles, regions, self.endpoint_url, environment_of, read_only=read_only)

    @property
    def commands_to_agree(self) -> tuple[Profile, ...]:
        """The checked profiles whose credentials come from a command that nobody agreed to yet."""
        return self.agreements.commands(self.profiles.chosen)

    @property
    def endpoints_to_agree(self) -> tuple[str, ...]:
        """The endpoints in plain http beyond this machine that nobody agreed to yet."""
        return self.agreements.endpoints(endpoints_used(self.profiles.chosen, self.endpoint_url))

    @property
    def _is_agreed(self) -> bool:
        return not self.commands_to_agree and not self.endpoints_to_agree

    def open(self) -> None:
        """Ask for the connections to be opened; nothing happens while something is missing or not agreed."""
        if not self.can_open or not self._is_agreed:
            return
        self._environment.keep(self._chosen_names)
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
            environment=self._environment.of(profile.name),
            read_only=self.read_only,
            endpoint_url=self.endpoint_url,
            kind=profile.kind,
            command=profile.command,
        )

    # Typed keys

    def start_typing_key(self) -> None:
        """Show the fields for an access key, and look where it would be kept."""
        self.is_typing_key = True
        self.typed_keys.begin()

    def stop_typing_key(self) -> None:
        """Fold the fields away."""
        self.is_typing_key = False
        self.changed.emit()

    def key_problems(self, name: str, key: TypedKey) -> KeyProblems:
        """Say what is wrong with a typed key and its connection's name."""
        profiles = {profile.name for profile in (self.listing.profiles if self.listing else ())}
        names = self.typed_keys.names
        is_for_aws = not self.endpoint_url
        return key_problems(name, key, profiles=profiles, typed_keys=names, is_for_aws=is_for_aws)

    def _take_typed_key(self, name: str) -> None:
        self.is_typing_key = False
        self._list_profiles()
        self.profiles.check(profile_key(name, ProfileKind.TYPED))
        self._settle()

    # Regions

    @property
    def can_find_regions(self) -> bool:
        """Whether there is somebody to ask with."""
        return bool(self.profiles.chosen) and not self.endpoint_problem

    def find_regions(self) -> None:
        """Look in which regions the checked profiles have queues; nothing while a command isn't agreed."""
        if self.can_find_regions and self._is_agreed:
            self._searched_for = self.profiles.chosen
            specs = [
                replace(self._spec(profile), regions=(self._home_of(profile),))
                for profile in self._searched_for
            ]
            self.region_finding.start(specs, self._codes_near)

    def _home_of(self, profile: Profile) -> str:
        default_region = self.listing.default_region if self.listing else ""
        return next(
            (code for code in (profile.region, default_region, *self.regions.chosen) if code), _USUAL_REGION
        )

    def _codes_near(self, spec: ConnectionSpec) -> Sequence[str]:
        """Return the regions of the partition of a connection's first one; AWS has no others."""
        home = partition_of(spec.regions[0])
        codes = [code for code in self.regions.codes if code in REGION_NAMES and partition_of(code) == home]
        return codes if spec.regions[0] in codes else [spec.regions[0], *codes]

    def open_demo(self) -> None:
        """Ask for the demo."""
        self.demo_requested.emit()

    async def close(self) -> None:
        """End what is being read."""
        await self.scope.close()


def _short(path: str) -> str:
    home = expanduser("~")
    return f"~{path[len(home) :]}" if home != "/" and path.startswith(home) else path
