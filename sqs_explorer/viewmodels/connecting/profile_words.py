"""What the list of profiles says of each: its state, and which command signs it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqs_explorer.domain.connections import Profile, ProfileKind

_LONGEST_CHAIN = 8


@dataclass(frozen=True, slots=True)
class ProfileState:
    """Words with their icon ("" for none) and tone."""

    words: str
    icon: str = ""
    tone: str = "muted"


def profile_state(profile: Profile) -> ProfileState:
    """Return what the State column says."""
    if profile.kind is ProfileKind.NONE:
        return ProfileState(profile.note or "names no credentials", "warn", "warning")
    if profile.kind is ProfileKind.LOGIN:
        return ProfileState(profile.note or "needs aws login", "info")
    words = [profile.note or profile.region or "no region of its own"]
    if profile.endpoint_url:
        words.append(profile.endpoint_url)
    return ProfileState(" · ".join(words))


def profile_tooltip(profile: Profile, profiles: Mapping[str, Profile]) -> str:
    """Return all that is known of a profile, one fact a line."""
    lines = [f"{profile.name}: {profile.kind.value.lower()}"]
    if profile.note:
        lines.append(profile.note)
    if profile.region:
        lines.append(f"Region {profile.region}")
    if profile.endpoint_url:
        lines.append(f"Endpoint URL {profile.endpoint_url}")
    command = sign_in_command(profile, profiles)
    if command:
        lines.append(f"Signs in on the command line: {command}")
    return "\n".join(lines)


def sign_in_command(profile: Profile, profiles: Mapping[str, Profile]) -> str:
    """Return the command that renews the sign-in a profile rests on, itself or through its sources.

    "" if none.
    """
    current: Profile | None = profile
    for _ in range(_LONGEST_CHAIN):
        if current is None:
            return ""
        if current.kind is ProfileKind.SSO:
            return f"aws sso login --profile {current.name}"
        if current.kind is ProfileKind.LOGIN:
            return f"aws login --profile {current.name}"
        current = profiles.get(current.source_profile)
    return ""
