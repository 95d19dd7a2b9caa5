"""Which endpoint URLs can be used, and what is said of the others."""

from __future__ import annotations

import pytest

from sqs_explorer.viewmodels.connecting.endpoint_checking import endpoint_problem


@pytest.mark.parametrize(
    "url", ["", "http://localhost:4566", "https://sqs.eu-west-1.amazonaws.com", "http://[::1]:9324/base"]
)
def test_a_usable_endpoint_has_no_problem(url: str) -> None:
    assert endpoint_problem(url) == ""


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("localhost:4566", "http://"),
        ("ftp://localhost", "http://"),
        ("http://", "host"),
        ("http://local host", "spaces"),
        ("http://localhost:99999", "port"),
        ("http://localhost:0", "port"),
        ("http://localhost:x", "port"),
        ("http://[::1", "host"),
        ("http://me:secret@localhost", "credentials"),
        ("http://localhost?x=1", "?"),
    ],
)
def test_an_unusable_endpoint_is_explained(url: str, says: str) -> None:
    assert says in endpoint_problem(url)
    assert "secret" not in endpoint_problem(url)
