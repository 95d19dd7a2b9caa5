"""The command that signs in is copied into a shell: a profile's name must not become another command."""

from __future__ import annotations

import shlex

import pytest

from sqs_explorer.domain.sign_in import login_command


@pytest.mark.parametrize("name", ["dev", "my team", "x; touch y", "$(id)", "it's", "`id`", "a\nb", '"'])
@pytest.mark.parametrize("is_sso", [True, False])
def test_whatever_a_profile_is_called_it_is_one_word_of_the_command(name: str, is_sso: bool) -> None:
    words = ["aws", "sso", "login"] if is_sso else ["aws", "login"]
    assert shlex.split(login_command(name, is_sso=is_sso)) == [*words, "--profile", name]


def test_a_plain_name_needs_no_quotes() -> None:
    assert login_command("prod-orders", is_sso=True) == "aws sso login --profile prod-orders"
