"""The files that this program and the AWS CLI share: read whatever they hold, written whole."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_explorer.aws.sso.token_cache import (
    SsoToken,
    read_cached,
    read_time,
    read_token,
    write_cached,
    written_time,
)
from sqs_explorer.domain.errors import SignInFailed
from tests.fakes.fake_clock import START

CORP_FILE = "ee0bfd2552fbd840c02cc48b6e823320543c450f.json"
IN_AN_HOUR = START + timedelta(hours=1)
IN_A_MONTH = START + timedelta(days=30)
WHOLE = {
    "startUrl": "https://acme.awsapps.com/start",
    "region": "eu-west-1",
    "accessToken": "secret-token",
    "expiresAt": written_time(IN_AN_HOUR),
    "clientId": "client",
    "clientSecret": "secret-client",
    "registrationExpiresAt": written_time(IN_A_MONTH),
    "refreshToken": "secret-refresh",
}


def read(folder: Path, content: dict[str, Any]) -> SsoToken | None:
    """Write a file as another program does, and read it."""
    write_cached(folder, "corp", content)
    return read_token(folder, "corp", now=START)


def test_a_token_with_all_that_renews_it_renews_itself(tmp_path: Path) -> None:
    assert read(tmp_path, WHOLE) == SsoToken(IN_AN_HOUR, renews_itself=True)


@pytest.mark.parametrize("missing", ["clientId", "clientSecret", "registrationExpiresAt", "refreshToken"])
def test_without_any_of_it_the_token_ends_when_it_ends(tmp_path: Path, missing: str) -> None:
    content = {name: value for name, value in WHOLE.items() if name != missing}
    assert read(tmp_path, content) == SsoToken(IN_AN_HOUR, renews_itself=False)


def test_a_registration_that_ends_first_renews_nothing(tmp_path: Path) -> None:
    token = read(tmp_path, {**WHOLE, "registrationExpiresAt": written_time(START)})
    assert token == SsoToken(IN_AN_HOUR, renews_itself=False)
    assert read_token(tmp_path, "corp", now=IN_A_MONTH) == token


@pytest.mark.parametrize("missing", ["accessToken", "expiresAt"])
def test_a_file_that_is_no_token_counts_as_none(tmp_path: Path, missing: str) -> None:
    assert read(tmp_path, {name: value for name, value in WHOLE.items() if name != missing}) is None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "7", '{"accessToken": 1, "expiresAt": {}}', "[" * 100_000, "\ufeff{}"]
)
def test_a_broken_file_counts_as_none(tmp_path: Path, text: str) -> None:
    write_cached(tmp_path, "corp", {})
    next(tmp_path.iterdir()).write_text(text, encoding="utf-8")
    assert read_token(tmp_path, "corp") is None


def test_a_file_that_is_not_text_counts_as_none(tmp_path: Path) -> None:
    write_cached(tmp_path, "corp", {})
    next(tmp_path.iterdir()).write_bytes(b"\xff\xfe\x00")
    assert read_token(tmp_path, "corp") is None


def test_no_file_and_no_folder_count_as_none(tmp_path: Path) -> None:
    assert read_token(tmp_path, "corp") is None
    assert read_token(tmp_path / "none", "corp") is None


def test_without_a_folder_the_one_of_the_home_folder_is_read(private_home: Path) -> None:
    folder = private_home / ".aws" / "sso" / "cache"
    write_cached(None, "corp", WHOLE)
    assert [path.name for path in folder.iterdir()] == [CORP_FILE]
    assert read_token(None, "corp", now=START) == SsoToken(IN_AN_HOUR, renews_itself=True)


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-05T09:00:00Z",
        "2026-01-05T09:00:00UTC",
        "2026-01-05T10:00:00+01:00",
        "2026-01-05T09:00:00.000Z",
        "2026-01-05T09:00:00.123456789Z",
    ],
)
def test_times_of_all_programs_that_share_the_cache_are_read(text: str) -> None:
    moment = read_time(text)
    assert moment is not None
    assert moment.replace(microsecond=0) == START
    assert moment.tzinfo is UTC


@given(st.one_of(st.none(), st.integers(), st.text(), st.floats()))
def test_what_is_no_time_is_none(value: object) -> None:
    moment = read_time(value)
    assert moment is None or moment.tzinfo is UTC


@given(st.datetimes(datetime(1970, 1, 1), datetime(9000, 1, 1)))
def test_a_written_time_is_read_again(moment: datetime) -> None:
    whole = moment.replace(microsecond=0, tzinfo=UTC)
    assert read_time(written_time(whole)) == whole


def test_a_folder_that_cannot_be_made_is_named_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SignInFailed, match="Not a directory") as caught:
        write_cached(tmp_path / "file" / "cache", "corp", WHOLE)
    assert str(tmp_path / "file" / "cache") in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_file_that_cannot_be_replaced_leaves_no_temporary_file(tmp_path: Path) -> None:
    (tmp_path / CORP_FILE).mkdir()
    with pytest.raises(SignInFailed, match="can't be written"):
        write_cached(tmp_path, "corp", WHOLE)
    assert [path.name for path in tmp_path.iterdir()] == [CORP_FILE]


def test_a_reader_sees_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    write_cached(tmp_path, "corp", {"accessToken": "old"})
    with (tmp_path / CORP_FILE).open(encoding="utf-8") as before:
        write_cached(tmp_path, "corp", {"accessToken": "new" * 10_000})
        assert json.load(before) == {"accessToken": "old"}
    assert read_cached(tmp_path, "corp") == {"accessToken": "new" * 10_000}


def test_a_file_that_others_could_read_is_replaced_by_one_that_they_cannot(tmp_path: Path) -> None:
    (tmp_path / CORP_FILE).write_text("{}")
    os.chmod(tmp_path / CORP_FILE, 0o644)
    write_cached(tmp_path, "corp", WHOLE)
    assert (tmp_path / CORP_FILE).stat().st_mode & 0o077 == 0
