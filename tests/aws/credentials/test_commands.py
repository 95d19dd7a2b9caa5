"""A credential_process: what goes wrong is said in words, and nothing that it printed is."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import time
from pathlib import Path

import pytest

from sqs_explorer.aws.credentials import commands
from sqs_explorer.aws.profiles import AwsProfileReader
from sqs_explorer.domain.errors import CommandFailed, CommandNotAgreed, ConnectionClosed
from tests.aws.aws_files import REGION, AwsFilesInFolder, dev, opened, signed_key
from tests.aws.credentials.scene import call, error_of, session_of, soon, sources
from tests.fakes.raw_http_server import RawHttpServer
from tests.guards.event_loops import RunCoroutine

SECRET = "wJalrMARKEDSECRET"
KEYS = {"Version": 1, "AccessKeyId": "AKIAPROC", "SecretAccessKey": SECRET}


class Command:
    """A Python script as the credential_process of the profile `dev`."""

    def __init__(self, folder: Path, files: AwsFilesInFolder, endpoint_url: str) -> None:
        self._files = files
        self._endpoint_url = endpoint_url
        self.script = folder / "keys.py"
        self.line = f'"{sys.executable}" "{self.script}"'

    def does(self, code: str) -> frozenset[str]:
        """Let it run some code; return the lines to agree to."""
        self.script.write_text(f"import json, os, subprocess, sys, time\n{code}\n", encoding="utf-8")
        self._files.write(
            f"[profile dev]\ncredential_process = {self.line}\nendpoint_url = {self._endpoint_url}\n"
        )
        return frozenset({self.line})

    def prints(self, answer: object) -> frozenset[str]:
        """Let it print a JSON value; return the lines to agree to."""
        return self.does(f"print({json.dumps(answer)!r})")


@pytest.fixture
def command(tmp_path: Path, files: AwsFilesInFolder, raw: RawHttpServer) -> Command:
    """Return a command of the profile `dev`."""
    return Command(tmp_path, files, raw.url)


def failure(agreed: frozenset[str]) -> str:
    """Return how a call fails for the command; its text holds no secret."""
    with session_of(dev(), sources(agreed)) as session:
        error = error_of(session)
    assert isinstance(error, CommandFailed)
    assert SECRET not in repr(error) + str(error)
    assert error.__cause__ is None or SECRET not in repr(error.__cause__)
    assert "profile dev" in str(error)
    return str(error)


def test_keys_of_a_command_sign_the_calls(command: Command, raw: RawHttpServer) -> None:
    with session_of(dev(), sources(command.prints({**KEYS, "SessionToken": "t"}))) as session:
        call(session)
    assert signed_key(raw) == "AKIAPROC"
    assert raw.requests[0].headers["X-Amz-Security-Token"] == "t"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({**KEYS, "Version": 2}, "another version than 1"),
        ({"AccessKeyId": "A", "SecretAccessKey": SECRET}, "another version than 1"),
        ({"Version": 1, "SecretAccessKey": SECRET}, "gave no AccessKeyId"),
        ({"Version": 1, "AccessKeyId": SECRET}, "gave no SecretAccessKey"),
        ({**KEYS, "SecretAccessKey": [SECRET]}, "gave no SecretAccessKey"),
        ({**KEYS, "Expiration": "2020-01-01T00:00:00Z"}, "expired at 2020-01-01 00:00:00 UTC"),
        ({**KEYS, "Expiration": SECRET}, "an Expiration that is no time"),
        ([SECRET], "no JSON object"),
    ],
)
def test_a_wrong_answer_is_said(command: Command, answer: object, words: str) -> None:
    assert words in failure(command.prints(answer))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (f"sys.stderr.write({SECRET!r}); print({SECRET!r}); sys.exit(3)", "ended with exit status 3"),
        (f"print('rubbish', {SECRET!r})", "no JSON object"),
        ("sys.stdout.buffer.write(bytes([255, 254, 0]))", "no JSON object"),
        ("", "no JSON object"),
        ("print('[' * 100000)", "no JSON object"),
        ("while True: print('x' * 60000)", "more than 1 MiB"),
        ("sys.stdout.close(); os.kill(os.getpid(), 9)", "ended by signal 9"),
    ],
)
def test_a_failing_command_is_said_without_what_it_printed(command: Command, code: str, words: str) -> None:
    assert words in failure(command.does(code))


@pytest.mark.parametrize(
    ("line", "words"),
    [("/nowhere/get-keys", "No such file"), ('"unclosed', "quotes don't match"), ('""', "can't be run")],
)
def test_a_command_that_can_not_be_run_is_said(
    files: AwsFilesInFolder, line: str, words: str, tmp_path: Path
) -> None:
    files.write(f"[profile dev]\ncredential_process = {line}\n")
    assert words in failure(frozenset({line}))


def test_no_log_holds_what_a_command_printed(command: Command, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    failure(command.does(f"sys.stderr.write({SECRET!r}); print({SECRET!r}); sys.exit(1)"))
    with session_of(dev(), sources(command.prints({**KEYS, "Expiration": soon(60)}))) as session:
        call(session)
    assert SECRET not in caplog.text


def test_a_command_that_hangs_is_stopped_with_its_children(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid_file = tmp_path / "child"
    code = (
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(pid_file)!r}, 'w').write(str(child.pid))\ntime.sleep(60)"
    )
    agreed = command.does(code)
    with pytest.raises(CommandFailed, match="did not end within 2 seconds"):
        commands.command_answer(next(iter(agreed)), "dev", 2)
    assert has_ended(int(pid_file.read_text()))


@pytest.mark.parametrize("closes_output", [False, True])
def test_a_command_that_hangs_is_stopped_when_its_connection_is_closed(
    command: Command, run: RunCoroutine, tmp_path: Path, closes_output: bool
) -> None:
    pid_file = tmp_path / "command"
    closing = "os.close(1)\n" if closes_output else ""
    written = f"open({str(pid_file)!r} + '.new', 'w').write(str(os.getpid()))"
    renamed = f"os.rename({str(pid_file)!r} + '.new', {str(pid_file)!r})"
    agreed = command.does(f"{closing}{written}\n{renamed}\ntime.sleep(60)")

    async def close_amid_a_call() -> None:
        async with opened(dev(), agreed=agreed) as connection:
            calling = asyncio.ensure_future(connection.sqs(REGION).queue_url("orders"))
            assert await asyncio.to_thread(appears, pid_file)
            await connection.close()
            with pytest.raises(ConnectionClosed):
                await calling

    run(close_amid_a_call())
    assert has_ended(int(pid_file.read_text()))


def appears(path: Path) -> bool:
    """Wait until a file is there."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if path.exists():
            return True
    return False


def has_ended(process_id: int) -> bool:
    """Wait until a process is gone; a zombie that nobody collects counts as gone."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state in "ZX":
            return True
    return False


def test_a_child_that_keeps_the_output_open_does_not_hold_up_the_keys(
    command: Command, tmp_path: Path
) -> None:
    pid_file = tmp_path / "agent"
    code = (
        "agent = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(pid_file)!r}, 'w').write(str(agent.pid))\nprint({json.dumps(KEYS)!r})"
    )
    line = next(iter(command.does(code)))
    try:
        assert commands.command_answer(line, "dev", 20)["AccessKeyId"] == "AKIAPROC"
        assert not Path(f"/proc/{pid_file.read_text()}/stat").read_text().rpartition(")")[2].startswith(" Z")
    finally:
        os.kill(int(pid_file.read_text()), 9)


def test_a_command_is_run_again_before_its_keys_expire(
    command: Command, raw: RawHttpServer, tmp_path: Path
) -> None:
    counter = tmp_path / "runs"
    answers = [
        {**KEYS, "AccessKeyId": f"AKIA{n}", "Expiration": soon(30 if n == 1 else 3600)} for n in (1, 2)
    ]
    code = (
        f"runs = os.path.exists({str(counter)!r})\nopen({str(counter)!r}, 'a').write('x')\n"
        f"print({json.dumps(answers[1])!r} if runs else {json.dumps(answers[0])!r})"
    )
    with session_of(dev(), sources(command.does(code))) as session:
        call(session)
        call(session)
        call(session)
    assert [signed_key(raw, index) for index in range(3)] == ["AKIA1", "AKIA2", "AKIA2"]
    assert counter.read_text() == "xx"


def test_a_command_runs_only_while_it_is_agreed_to(command: Command, raw: RawHttpServer) -> None:
    command.prints(KEYS)
    with session_of(dev(), sources(frozenset({"another"}))) as session:
        assert isinstance(error_of(session), CommandNotAgreed)
    assert raw.requests == []


def test_a_command_beside_keys_is_not_asked_about(
    command: Command, files: AwsFilesInFolder, raw: RawHttpServer
) -> None:
    command.prints(KEYS)
    files.credentials.write_text("[dev]\naws_access_key_id = AKIAFILE\naws_secret_access_key = s\n")
    with session_of(dev(), sources()) as session:
        call(session)
    assert signed_key(raw) == "AKIAFILE"


def test_listing_profiles_and_opening_run_nothing(
    command: Command, tmp_path: Path, run: RunCoroutine
) -> None:
    marker = tmp_path / "ran"
    agreed = command.does(f"open({str(marker)!r}, 'w').close()")

    async def scenario() -> None:
        listing = await AwsProfileReader(os.environ).read_profiles()
        assert [profile.command for profile in listing.profiles] == [command.line]
        async with opened(dev(), agreed=agreed) as connection:
            assert await connection.sign_in_status() is None

    run(scenario())
    assert not marker.exists()
