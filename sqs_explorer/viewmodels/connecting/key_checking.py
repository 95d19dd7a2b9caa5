"""Checks a typed access key field by field, before anything is kept."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from sqs_explorer.domain.keys import TypedKey

_LONGEST_NAME = 100
_AWS_FORM = re.compile(r"[A-Za-z0-9_]{16,128}")


@dataclass(frozen=True, slots=True)
class KeyProblems:
    """What is wrong with each field, "" where nothing is."""

    name: str = ""
    access_key_id: str = ""
    secret_access_key: str = ""

    @property
    def are_none(self) -> bool:
        """Whether the key can be kept."""
        return not (self.name or self.access_key_id or self.secret_access_key)


def key_problems(
    name: str, key: TypedKey, *, profiles: Collection[str], typed_keys: Collection[str], is_for_aws: bool
) -> KeyProblems:
    """Say what is wrong with a connection's name and its key, given without spaces around.

    AWS's form of the ID (IAM's CreateAccessKey) is not asked of a key for another server.
    """
    return KeyProblems(
        _name_problem(name, profiles, typed_keys),
        _id_problem(key.access_key_id, is_for_aws=is_for_aws),
        _secret_problem(key.secret_access_key),
    )


def _name_problem(name: str, profiles: Collection[str], typed_keys: Collection[str]) -> str:
    if not name:
        return "Give it a name, such as orders-dev."
    if len(name) > _LONGEST_NAME or not name.isprintable():
        return f"A name has at most {_LONGEST_NAME} characters, all of them visible."
    if name in typed_keys:
        return "A typed key has this name. Forget that key first, or choose another name."
    if name in profiles:
        return "A profile has this name. Choose another one."
    return ""


def _id_problem(key_id: str, *, is_for_aws: bool) -> str:
    if not key_id:
        return "Type the ID, such as AKIA…"
    if key_id.startswith("ASIA"):
        return "A temporary key needs its session token. Put it in the environment or an AWS file."
    if is_for_aws and not _AWS_FORM.fullmatch(key_id):
        return "An ID has 16 to 128 letters, digits and underscores."
    if not is_for_aws and (" " in key_id or not key_id.isprintable()):
        return "An ID has no spaces."
    return ""


def _secret_problem(secret: str) -> str:
    if not secret:
        return "Type the secret."
    if any(character.isspace() for character in secret):
        return "A secret has no spaces inside."
    return ""
