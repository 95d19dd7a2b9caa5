"""What the list of profiles says of each: its state, and which command signs it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqs_explorer.domain.connections import Profile, ProfileKind
from sqs_explorer.domain.sign_in import SignInStatus, login_command

_LONGEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class ProfileState:
    """Words with their icon ("" for none) and tone."""

    words: str
    icon: str = ""
    tone: str = "muted"


@dataclass(frozen=True, slots=True)
class KnownProfiles:
    """All profiles by name, the sign-ins of those that have one of their own, and the time of day."""

    profiles: Mapping[str, Profile]
    sign_ins: Mapping[str, SignInStatus] = field(default_factory=dict)
    now: datetime | None = None


def profile_state(profile: Profile, known: KnownProfiles) -> ProfileState:
    """Return what the State column says."""
    state = _own_state(profile, known)
    if not profile.endpoint_url:
        return state
    return ProfileState(f"{state.words} · {profile.endpoint_url}", state.icon or "link", state.tone)


def _own_state(profile: Profile, known: KnownProfiles) -> ProfileState:
    if profile.kind is ProfileKind.NONE:
        return ProfileState(profile.note or "names no credentials", "warn", "warning")
    if profile.kind is ProfileKind.LOGIN:
        return ProfileState(profile.note or "Needs aws login", "info")
    if profile.has_problem:
        return ProfileState(profile.note, "warn", "warning")
    sign_in = _sign_in_state(profile, known)
    if sign_in is not None and (profile.kind is ProfileKind.SSO or sign_in.tone == "warning"):
        alone = sign_in.words[0].upper() + sign_in.words[1:]
        words = alone if profile.kind is ProfileKind.SSO else f"{profile.note}, {sign_in.words}"
        return ProfileState(words, sign_in.icon, sign_in.tone)
    return ProfileState(profile.note or profile.region or "no region of its own")


def _sign_in_state(profile: Profile, known: KnownProfiles) -> ProfileState | None:
    """Return what the cached sign-in at the end of the chain says, None where nothing is known of it."""
    end = end_of_chain(profile, known.profiles)
    status = known.sign_ins.get(end.name) if end is not None else None
    if status is None or known.now is None:
        return None
    if status.expires_at is None:
        return ProfileState("not signed in", "warn", "warning")
    if status.expires_at > known.now:
        return ProfileState(
            f"signed in until {_time_words(status.expires_at, known.now)}", "check", "success"
        )
    if status.renews_itself:
        return ProfileState("signed in, renews itself", "check", "success")
    return ProfileState("sign-in expired", "warn", "warning")


def asks_for_sign_in(profile: Profile, known: KnownProfiles) -> bool:
    """Whether the sign-in that a profile rests on is known to be missing or over."""
    state = _sign_in_state(profile, known)
    return state is not None and state.tone == "warning"


def _time_words(moment: datetime, now: datetime) -> str:
    local = moment.astimezone()
    return f"{local:%H:%M}" if local.date() == now.astimezone().date() else f"{local:%d %b %H:%M}"


def profile_tooltip(profile: Profile, known: KnownProfiles) -> str:
    """Return all that is known of a profile, one fact a line."""
    lines = [f"{profile.name}: {profile.kind.value.lower()}"]
    if profile.note:
        lines.append(profile.note)
    state = _sign_in_state(profile, known)
    if state is not None:
        lines.append(state.words)
    if profile.region:
        lines.append(f"Region {profile.region}")
    if profile.endpoint_url:
        lines.append(f"Endpoint URL {profile.endpoint_url}")
    command = sign_in_command(profile, known.profiles)
    if command:
        lines.append(f"Signs in on the command line: {command}")
    return "\n".join(lines)


def sign_in_command(profile: Profile, profiles: Mapping[str, Profile]) -> str:
    """Return the command that renews the sign-in a profile rests on, itself or through its sources.

    "" if none.
    """
    end = end_of_chain(profile, profiles)
    if end is not None and end.kind is ProfileKind.SSO:
        return login_command(end.name, is_sso=True)
    if end is not None and end.kind is ProfileKind.LOGIN:
        return login_command(end.name, is_sso=False)
    return ""


def end_of_chain(profile: Profile, profiles: Mapping[str, Profile]) -> Profile | None:
    """Return where a profile's chain of source profiles ends; None if it leads in a circle or nowhere.

    A profile that names itself uses its own keys.
    """
    current = profile
    for _ in range(_LONGEST_CHAIN):
        if not current.source_profile or current.source_profile == current.name:
            return current
        source = profiles.get(current.source_profile)
        if source is None:
            return None
        current = source
    return None
