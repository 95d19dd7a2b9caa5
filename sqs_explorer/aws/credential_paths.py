"""Follows a profile through its source profiles to where its credentials come from, and runs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqs_explorer.domain.sign_in import login_command

Settings = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class CredentialPath:
    """The end of the chain of source profiles, and what botocore would do on the way.

    `command` is the credential_process it would run; `mfa_profile` the role that wants a code;
    `sign_in_command` what renews an SSO or login session; `problem` says why the chain leads nowhere.
    """

    leaf: str
    command: str = ""
    mfa_profile: str = ""
    sign_in_command: str = ""
    problem: str = ""


def follow(profiles: Mapping[str, Settings], name: str) -> CredentialPath:
    """Follow the chain that begins at profile `name`; `profiles` holds the settings of both files."""
    visited: list[str] = []
    mfa_profile = ""
    current = name
    while True:
        settings = profiles.get(current)
        if settings is None:
            return CredentialPath(
                current, mfa_profile=mfa_profile, problem=f"its source profile {current} is not there"
            )
        # A source profile with keys of its own is used for those keys, even if it names a role, too.
        if not takes_a_role(settings) or (visited and has_keys(settings)):
            return _leaf(current, settings, mfa_profile)
        if current in visited:
            return CredentialPath(
                current, mfa_profile=mfa_profile, problem="its source profiles form a circle"
            )
        visited.append(current)
        if settings.get("mfa_serial") and not mfa_profile:
            mfa_profile = current
        source = str(settings.get("source_profile", ""))
        if not source:
            problem = "" if settings.get("credential_source") else "it names no source profile"
            return CredentialPath(current, mfa_profile=mfa_profile, problem=problem)
        current = source


def takes_a_role(settings: Settings) -> bool:
    """Whether the profile assumes a role with another profile's credentials; a web identity has its own."""
    return "role_arn" in settings and "web_identity_token_file" not in settings


def has_keys(settings: Settings) -> bool:
    """Whether the profile holds access keys, or half of them."""
    return "aws_access_key_id" in settings or "aws_secret_access_key" in settings


def uses_sso(settings: Settings) -> bool:
    """Whether the profile signs in through IAM Identity Center."""
    return "sso_session" in settings or "sso_start_url" in settings


def _leaf(name: str, settings: Settings, mfa_profile: str) -> CredentialPath:
    sign_in_command = ""
    if uses_sso(settings):
        sign_in_command = login_command(name, is_sso=True)
    elif "login_session" in settings:
        sign_in_command = login_command(name, is_sso=False)
    return CredentialPath(
        name,
        command=str(settings.get("credential_process", "")),
        mfa_profile=mfa_profile,
        sign_in_command=sign_in_command,
    )
