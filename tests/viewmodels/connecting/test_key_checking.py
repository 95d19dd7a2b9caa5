"""What is said beside the fields of an access key."""

from __future__ import annotations

import pytest

from sqs_explorer.domain.keys import TypedKey
from sqs_explorer.viewmodels.connecting.key_checking import KeyProblems, key_problems

ID, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG"


def problems(
    name: str = "orders", key_id: str = ID, secret: str = SECRET, *, is_for_aws: bool = True
) -> KeyProblems:
    key = TypedKey(key_id, secret)
    return key_problems(name, key, profiles=("dev",), typed_keys=("old",), is_for_aws=is_for_aws)


def test_a_whole_key_with_a_free_name_has_no_problems() -> None:
    assert problems().are_none


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Give it a name"),
        ("dev", "A profile has this name"),
        ("old", "Forget that key first"),
        ("x" * 101, "at most 100"),
        ("a\u202eb", "visible"),
    ],
)
def test_a_name_must_be_free_and_readable(name: str, said: str) -> None:
    found = problems(name)
    assert said in found.name
    assert (found.access_key_id, found.secret_access_key) == ("", "")


@pytest.mark.parametrize(
    ("key_id", "said"),
    [
        ("", "Type the ID"),
        ("AKIA", "16 to 128"),
        ("A" * 129, "16 to 128"),
        ("AKIAIOSFODNN7-EXAMPLE", "16 to 128"),
        ("ASIAIOSFODNN7EXAMPLE", "session token"),
    ],
)
def test_an_id_has_the_form_of_aws_and_is_not_temporary(key_id: str, said: str) -> None:
    assert said in problems(key_id=key_id).access_key_id


def test_another_server_may_have_ids_of_its_own_form() -> None:
    assert problems(key_id="test", is_for_aws=False).are_none
    assert "no spaces" in problems(key_id="te st", is_for_aws=False).access_key_id


@pytest.mark.parametrize(("secret", "said"), [("", "Type the secret"), ("one two", "no spaces")])
def test_a_secret_is_there_and_whole(secret: str, said: str) -> None:
    found = problems(secret=secret)
    assert said in found.secret_access_key
    assert secret not in repr(found) or not secret
