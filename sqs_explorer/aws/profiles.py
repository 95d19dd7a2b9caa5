"""Lists the profiles of the AWS files and the environment; gives out no secret, runs and contacts nothing."""

from __future__ import annotations

from collections.abc import Mapping

from sqs_explorer.aws.aws_files import AwsFiles, config_path, credentials_path, nested_setting, read_aws_files
from sqs_explorer.aws.blocking_calls import BlockingCalls
from sqs_explorer.aws.credential_paths import CredentialPath, follow, has_keys, takes_a_role, uses_sso
from sqs_explorer.domain.connections import (
    CONTAINER_PROFILE,
    ENVIRONMENT_PROFILE,
    WEB_IDENTITY_PROFILE,
    Profile,
    ProfileKind,
    ProfileListing,
)

_DEFAULTS = (ENVIRONMENT_PROFILE, WEB_IDENTITY_PROFILE, "default", CONTAINER_PROFILE)
"""What is used if no profile is named, the first that is there: botocore's order."""


class AwsProfileReader:
    """Implements ProfileReader on the files and variables that the AWS tools read."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    async def read_profiles(self) -> ProfileListing:
        """Return the profiles and what was wrong with the files; they are read in a thread."""
        calls = BlockingCalls("aws-files", workers=1)
        try:
            return await calls.run(list_profiles, self._environ)
        finally:
            await calls.close()


def list_profiles(environ: Mapping[str, str]) -> ProfileListing:
    """Read the files now (blocking) and describe every profile, `default` first."""
    config, credentials = config_path(environ), credentials_path(environ)
    files = read_aws_files(config, credentials)
    names = sorted(files.profiles, key=lambda name: (name != "default", name.lower()))
    profiles = [_profile(name, files, environ) for name in names]
    problems = list(files.problems)
    chosen = environ.get("AWS_PROFILE") or environ.get("AWS_DEFAULT_PROFILE") or ""
    if chosen and chosen not in files.profiles:
        problems.append(f"AWS_PROFILE names {chosen}, which is in neither file.")
    profiles[:0] = _environment_profiles(environ)
    usable = {profile.name for profile in profiles if profile.kind is not ProfileKind.NONE}
    found = usable | ({chosen} & files.profiles.keys())
    return ProfileListing(
        profiles=tuple(profiles),
        problems=tuple(problems),
        config_path=str(config),
        credentials_path=str(credentials),
        default_profile=next((name for name in (chosen, *_DEFAULTS) if name in found), ""),
        default_region=_default_region(environ),
    )


def _environment_profiles(environ: Mapping[str, str]) -> list[Profile]:
    """Return the entries for what the environment offers; a profile never uses it by itself."""
    web_identity = ("AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN")
    entries = [
        (ENVIRONMENT_PROFILE, ProfileKind.ENVIRONMENT, ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")),
        (WEB_IDENTITY_PROFILE, ProfileKind.WEB_IDENTITY, web_identity),
        *((CONTAINER_PROFILE, ProfileKind.CONTAINER, (name,)) for name in _container_address(environ)),
    ]
    return [
        Profile(
            name=name,
            kind=kind,
            region=_default_region(environ),
            endpoint_url=_environment_endpoint(environ),
            note=f"from {variables[0]}",
        )
        for name, kind, variables in entries
        if all(environ.get(variable) for variable in variables)
    ]


def _container_address(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return the variable that botocore takes the container's address from, if there is one."""
    names = ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI")
    return tuple(name for name in names if environ.get(name))[:1]


def _profile(name: str, files: AwsFiles, environ: Mapping[str, str]) -> Profile:
    settings = files.profiles[name]
    path = follow(files.profiles, name)
    kind = _kind(name, settings, files)
    note = _note(kind, settings, path)
    return Profile(
        name=name,
        kind=kind,
        region=settings.get("region", ""),
        endpoint_url=_endpoint_url(settings, files, environ),
        note=note,
        source_profile=settings.get("source_profile", "") if kind is ProfileKind.ROLE else "",
        command=path.command if kind in {ProfileKind.PROCESS, ProfileKind.ROLE} else "",
        has_problem=bool(path.problem or (kind is ProfileKind.KEYS and note)),
    )


def _kind(name: str, settings: Mapping[str, str], files: AwsFiles) -> ProfileKind:
    """Tell the kind by the profile's settings, in the order in which botocore tries them."""
    found = (
        (takes_a_role(settings), ProfileKind.ROLE),
        ("web_identity_token_file" in settings, ProfileKind.WEB_IDENTITY),
        (uses_sso(settings), ProfileKind.SSO),
        (name in files.with_stored_keys, ProfileKind.KEYS),
        ("login_session" in settings, ProfileKind.LOGIN),
        ("credential_process" in settings, ProfileKind.PROCESS),
        (has_keys(settings), ProfileKind.KEYS),
    )
    return next((kind for is_there, kind in found if is_there), ProfileKind.NONE)


def _note(kind: ProfileKind, settings: Mapping[str, str], path: CredentialPath) -> str:
    if kind is ProfileKind.ROLE:
        return _role_note(settings, path)
    if kind is ProfileKind.SSO:
        session = settings.get("sso_session") or settings.get("sso_start_url", "")
        return f"signs in with {session}"
    if kind is ProfileKind.PROCESS:
        return "runs a command"
    if kind is ProfileKind.NONE:
        return "names no credentials"
    if kind is ProfileKind.KEYS:
        for key, words in (
            ("aws_access_key_id", "access key ID"),
            ("aws_secret_access_key", "secret access key"),
        ):
            if not settings.get(key):
                return f"the {words} is missing"
    return ""


def _role_note(settings: Mapping[str, str], path: CredentialPath) -> str:
    parts = []
    if settings.get("source_profile"):
        parts.append(f"from {settings['source_profile']}")
    elif settings.get("credential_source"):
        parts.append(f"from {settings['credential_source']}")
    if path.mfa_profile:
        parts.append("asks for MFA")
    if path.command:
        parts.append("runs a command")
    if path.problem:
        parts.append(path.problem)
    return ", ".join(parts)


def _endpoint_url(settings: Mapping[str, str], files: AwsFiles, environ: Mapping[str, str]) -> str:
    """Return the endpoint for SQS in botocore's order: environment, services section, profile."""
    ignored = environ.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "")
    ignored = ignored or settings.get("ignore_configured_endpoint_urls", "")
    if ignored.lower() == "true":
        return ""
    services = files.services.get(settings.get("services", ""), {})
    return (
        _environment_endpoint(environ)
        or nested_setting(services.get("sqs", ""), "endpoint_url")
        or settings.get("endpoint_url", "")
    )


def _environment_endpoint(environ: Mapping[str, str]) -> str:
    return environ.get("AWS_ENDPOINT_URL_SQS") or environ.get("AWS_ENDPOINT_URL") or ""


def _default_region(environ: Mapping[str, str]) -> str:
    return environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION") or ""
