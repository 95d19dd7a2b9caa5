"""Nothing secret survives a log line or a report: not wrapped, not escaped, not inside another text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sqs_explorer.services.report_redaction import PrivateWords, redacted

PIECE = 8
"""So many characters of a secret in a row are too many."""


def _random_looking(seed: bytes, length: int, shape: Callable[[bytes], str]) -> str:
    """Return what a generator of keys would: Hypothesis's own texts are too regular for that."""
    digests = (hashlib.sha256(seed + bytes([number])).digest() for number in range(20))
    return shape(b"".join(digests))[:length]


def _in_base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _in_url_base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()


SHAPES = (_in_base64, _in_url_base64, bytes.hex)
long_secrets = st.builds(
    _random_looking, st.binary(max_size=4), st.integers(38, 400), st.sampled_from(SHAPES)
)
key_ids = st.builds(
    lambda kind, rest: kind + rest,
    st.sampled_from(("AKIA", "ASIA")),
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", min_size=16, max_size=16),
)
breaks = st.sampled_from(("", "", "\n", "\r\n", "\n    ", "\\n", "\\r\\n"))
frames = st.sampled_from(
    (
        "the server said {} and hung up",
        "{}",
        "got '{}', expected none",
        "{{'SecretAccessKey': '{}', 'Region': 'eu-west-1'}}",
        "GET https://host/path?a=1&X-Amz-Security-Token={}&b=2",
        'headers: {{\\"Authorization\\": \\"Bearer {}\\"}}',
        "--token {}",
        "line one\n{}\nline three",
    )
)
writings: st.SearchStrategy[Callable[[str], str]] = st.sampled_from(
    (str, repr, json.dumps, lambda text: json.dumps(json.dumps(text)), lambda text: quote(text, safe=""))
)


def wrapped(secret: str, at: int, line_break: str) -> str:
    """Return a secret that a terminal or a mail program has broken in two."""
    place = at % len(secret)
    return secret[:place] + line_break + secret[place:]


def pieces_left(secret: str, text: str) -> list[str]:
    """Return the pieces of a secret that can still be read, whatever stands between the lines."""
    joined = re.sub(r"(?:\\|%5C)+[rn]|%0[AD]|\s", "", text)
    return [
        secret[start : start + PIECE]
        for start in range(len(secret) - PIECE + 1)
        if secret[start : start + PIECE] in joined
    ]


@settings(deadline=None)
@given(
    secret=long_secrets | key_ids,
    at=st.integers(0, 500),
    line_break=breaks,
    frame=frames,
    write=writings,
)
def test_a_key_or_token_never_survives_wrapped_or_escaped(
    secret: str, at: int, line_break: str, frame: str, write: Callable[[str], str]
) -> None:
    told = redacted(write(frame.format(wrapped(secret, at, line_break))))
    assert pieces_left(secret, told) == []


@settings(deadline=None)
@given(
    value=st.text(min_size=1, max_size=60).map(lambda text: f"order<{text}>4711"),
    name=st.sampled_from(("Body", "MessageBody", "StringValue", "BinaryValue", "password", "receipt_handle")),
    frame=st.sampled_from(("{}: {}", "{}={}", "'{}': '{}'", '{{"{}": "{}", "Id": "1"}}', "{} is {}")),
    write=writings,
)
def test_what_stands_after_the_name_of_a_body_or_a_value_goes_to_its_end(
    value: str, name: str, frame: str, write: Callable[[str], str]
) -> None:
    if write("%") != quote("%"):
        told = redacted(write(f"refused: {frame.format(name, value)}"))
        assert told.lstrip("\"'\\").startswith("refused: ")
        assert "4711" not in told


@settings(deadline=None)
@given(digits=st.text("0123456789", min_size=12, max_size=12), line_break=breaks, at=st.integers(1, 11))
def test_of_an_account_only_the_last_four_digits_stay(digits: str, line_break: str, at: int) -> None:
    told = redacted(f"arn:aws:sqs:eu-west-1:{wrapped(digits, at, line_break)}:orders")
    assert told == f"arn:aws:sqs:eu-west-1:********{digits[-4:]}:orders"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("MFA code 739140 was refused", "MFA code [redacted] was refused"),
        ("code: 739 140", "code: [redacted]"),
        ("proxy http://jane:p4ss@proxy:3128/", "proxy http://[redacted]@proxy:3128/"),
        ("see https://host/start?x=ABCD-EFGH now", "see https://host/start?[redacted] now"),
        ("see https://host/start?user_code=AB\nCD now", "see https://host/start?[redacted] [redacted]"),
        (
            "arn:aws:sts::123456789012:assumed-role/Support/jane@corp.example denied",
            "arn:aws:sts::********9012:assumed-role/[redacted] denied",
        ),
        ("Authorization: Basic dXNlcjpw\n cGFzcw==\nHost: x", "Authorization: [redacted]"),
        ("mail jane.doe@corp.example", "mail [redacted]"),
    ],
)
def test_codes_logins_and_names_are_struck(text: str, told: str) -> None:
    assert redacted(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "request 8f2c0b6e-5b7e-5d0c-9a55-1f0d2b1c3a4d failed with status 503 after 1700000000000 ms",
        "sqs_explorer/viewmodels/dead_letters/failure_groups_view_model.py, line 212",
        "ListDeadLetterSourceQueuesPaginator of order-service-payments-eu-west-1-dlq2",
        "'NoneType' object has no attribute 'body'",
        "The token has expired. Sign in again.",
    ],
)
def test_what_one_needs_to_find_a_fault_stays(text: str) -> None:
    assert redacted(text) == text


@pytest.mark.parametrize(
    ("home", "text", "told"),
    [
        ("/home/jane", "open /home/jane/.aws/config and /home/janet", "open ~/.aws/config and /home/janet"),
        ("C:\\Users\\jane", "'C:\\\\Users\\\\Jane\\\\x' c:/users/jane/y", "'~\\\\x' ~/y"),
        ("/home/jörg", "/home/j\\xf6rg/x", "~/x"),
        ("/", "/etc/hosts", "/etc/hosts"),
    ],
)
def test_the_home_folder_is_a_tilde(home: str, text: str, told: str) -> None:
    assert redacted(text, PrivateWords(home)) == told


def test_names_of_user_and_computer_go_as_words_only() -> None:
    private = PrivateWords("/home/jane", ("jane", "desk-7", "x"))
    text = "jane@desk-7 x owns /mnt/jane/1 of janes"
    assert redacted(text, private) == "[name]@[name] x owns /mnt/[name]/1 of janes"
