"""What the AWS files say of a profile's sign-in: what it takes, and where IAM Identity Center is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqs_explorer.aws.aws_files import AwsFiles, config_path, credentials_path, read_aws_files
from sqs_explorer.aws.credential_paths import CredentialPath, Settings, follow, uses_sso
from sqs_explorer.domain.connections import ConnectionSpec, ProfileKind
from sqs_explorer.domain.errors import CredentialsMissing, SignInFailed
from sqs_explorer.domain.sign_in import SignInKind, SignInNeed

DEFAULT_SCOPE = "sso:account:access"
"""What AWS asks for so that a token can be renewed and exchanged for a role's credentials."""

_WITHOUT_PROFILE = frozenset({ProfileKind.TYPED, ProfileKind.ENVIRONMENT, ProfileKind.CONTAINER})


@dataclass(frozen=True, slots=True)
class SsoSettings:
    """Where a profile signs in. `session` is "" in the legacy form, whose settings stand in the profile.

    `config_file` and `credentials_file` are the files that `need.profile` is read from.
    """

    need: SignInNeed
    session: str
    start_url: str
    region: str
    scopes: tuple[str, ...] = ()
    config_file: Path = field(default_factory=Path)
    credentials_file: Path = field(default_factory=Path)

    @property
    def cache_name(self) -> str:
        """The name under which the cache of tokens knows this sign-in."""
        return self.session or self.start_url


def read_need(spec: ConnectionSpec, environ: Mapping[str, str]) -> SignInNeed:
    """Return what a connection's sign-in takes. Blocks on the disk; contacts nobody."""
    if spec.kind in _WITHOUT_PROFILE:
        return SignInNeed(SignInKind.NONE)
    files = _files(spec, environ)
    return sign_in_need(files.profiles, follow(files.profiles, spec.profile))


def sign_in_need(profiles: Mapping[str, Settings], path: CredentialPath) -> SignInNeed:
    """Return what the sign-in at the end of a credential path takes."""
    if path.problem:
        return SignInNeed(SignInKind.NONE, path.leaf)
    settings = profiles.get(path.leaf, {})
    if uses_sso(settings):
        name = str(settings.get("sso_session") or settings.get("sso_start_url", ""))
        return SignInNeed(SignInKind.SSO, path.leaf, name, path.sign_in_command)
    if path.sign_in_command:
        return SignInNeed(SignInKind.COMMAND, path.leaf, command=path.sign_in_command)
    return SignInNeed(SignInKind.MFA if path.mfa_profile else SignInKind.NONE, path.leaf)


def read_settings(spec: ConnectionSpec, environ: Mapping[str, str]) -> SsoSettings:
    """Return where a connection's profile signs in. Blocks on the disk.

    Raises CredentialsMissing, which says what the files lack, and SignInFailed for another kind of profile.
    """
    files = _files(spec, environ)
    path = follow(files.profiles, spec.profile)
    if path.problem:
        raise CredentialsMissing(" ".join(files.problems) or f"The profile {spec.profile}: {path.problem}.")
    need = sign_in_need(files.profiles, path)
    if need.kind is not SignInKind.SSO or spec.kind in _WITHOUT_PROFILE:
        hint = f" Run `{need.command}` in a terminal." if need.command else ""
        raise SignInFailed(f"The profile {spec.profile} does not sign in through IAM Identity Center.{hint}")
    settings, place = _sso_section(files, path.leaf)
    missing = [name for name in ("sso_start_url", "sso_region") if not settings.get(name)]
    if missing:
        raise CredentialsMissing(f"{place} lacks {' and '.join(missing)}. Add it, then sign in again.")
    session = files.profiles[path.leaf].get("sso_session", "")
    scopes = _scopes(settings.get("sso_registration_scopes", "")) if session else ()
    config, credentials = _paths(spec, environ)
    return SsoSettings(
        need, session, settings["sso_start_url"], settings["sso_region"], scopes, config, credentials
    )


def _sso_section(files: AwsFiles, profile: str) -> tuple[dict[str, str], str]:
    """Return the settings that name the start URL, and in words where they stand."""
    session = files.profiles[profile].get("sso_session", "")
    if not session:
        return files.profiles[profile], f"The profile {profile}"
    place = f"The sso-session {session} of profile {profile}"
    if session not in files.sso_sessions:
        raise CredentialsMissing(f"{place} is not in the config file. Add it, then sign in again.")
    return files.sso_sessions[session], place


def _scopes(text: str) -> tuple[str, ...]:
    return tuple(scope.strip() for scope in text.split(",") if scope.strip()) or (DEFAULT_SCOPE,)


def _files(spec: ConnectionSpec, environ: Mapping[str, str]) -> AwsFiles:
    return read_aws_files(*_paths(spec, environ))


def _paths(spec: ConnectionSpec, environ: Mapping[str, str]) -> tuple[Path, Path]:
    config = Path(spec.config_file).expanduser() if spec.config_file else config_path(environ)
    credentials = (
        Path(spec.credentials_file).expanduser() if spec.credentials_file else credentials_path(environ)
    )
    return config, credentials
