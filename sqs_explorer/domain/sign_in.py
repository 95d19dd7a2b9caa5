"""What a sign-in is: what it rests on, how long it lasts, and what a person is asked on the way."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class SignInKind(Enum):
    """What renews the credentials of a profile, through its source profiles."""

    SSO = "IAM Identity Center"
    COMMAND = "Command"
    MFA = "MFA code"
    NONE = "None"


def login_command(profile: str, *, is_sso: bool) -> str:
    """Return the AWS CLI's command that signs in to a profile, safe to paste into a POSIX shell."""
    return f"aws {'sso ' if is_sso else ''}login --profile {shlex.quote(profile)}"


@dataclass(frozen=True, slots=True)
class SignInNeed:
    """What a profile's sign-in takes.

    `profile` is the end of its chain of source profiles; `name` the sso_session, else the start URL;
    `command` what signs in on the command line (`aws sso login --profile x`, `aws login --profile x`).
    """

    kind: SignInKind
    profile: str = ""
    name: str = ""
    command: str = ""


@dataclass(frozen=True, slots=True)
class SignInStatus:
    """How long the credentials in use last: aware time in UTC, None where they don't expire.

    `renews_itself` says that they are renewed without the person for some time after that.
    """

    need: SignInNeed
    expires_at: datetime | None = None
    renews_itself: bool = False


class SignInWay(Enum):
    """How a person proves who they are to IAM Identity Center."""

    BROWSER = "Browser"
    DEVICE = "Device code"


@dataclass(frozen=True, slots=True)
class SignInStep:
    """What the person has to do now: open `url` (it was opened in the browser if `is_opened`).

    With a device code `user_code` is what the page must show, or what to type there.
    It works until `expires_at` (UTC).
    """

    way: SignInWay
    url: str
    user_code: str = ""
    is_opened: bool = False
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MfaRequest:
    """A role asks for the code of an MFA device. `refusal` says why the code before was not accepted."""

    serial: str
    profile: str
    role_arn: str = ""
    refusal: str = ""
