"""Commands for credentials: run once agreed to and not before, and what goes wrong with them is said."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from sqs_explorer.aws.credentials.commands import command_answer
from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from tests.end_to_end.aws_settings import KEYS, AwsSettings
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person

MARK = "WJ-marked-secret-4711"
GOOD = '{"Version": 1, "AccessKeyId": "AKIAPROCESS000000000", "SecretAccessKey": "' + MARK + '"}'
MakeVault = Callable[[str], Path]


@pytest.fixture
def vault(aws: AwsSettings, server: SandboxEndpoint, tmp_path: Path) -> MakeVault:
    """Return what writes the profile `vault`, whose command is a script with these lines."""

    def write(lines: str) -> Path:
        script = tmp_path / "login.py"
        script.write_text(lines, encoding="utf-8")
        settings = f"region = eu-west-1\nendpoint_url = {server.endpoint_url}\n"
        aws.write(
            f"[profile vault]\ncredential_process = {sys.executable} {script}\n{settings}"
            f"[profile orders]\n{settings}",
            f"[orders]\n{KEYS}",
        )
        return script

    return write


async def opens_vault(person: Person) -> None:
    """Open the profile and agree to its command."""
    await person.checks("Profiles", "vault")
    await person.checks("Regions", "eu-west-1")
    await person.dialog("Open")
    await person.answers("Run this command")


def tooltip(person: Person) -> str:
    """Return what the region's row says in full."""
    return str(person.row("vault", "eu-west-1").data(Qt.ItemDataRole.ToolTipRole))


def everything_kept(folder: Path) -> str:
    """Return the text of every file below a folder."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return "\n".join(path.read_bytes().decode("utf-8", "replace") for path in files)


def test_looking_at_profiles_and_connections_runs_no_command(
    use_program: UseProgram, vault: MakeVault, tmp_path: Path
) -> None:
    proof = tmp_path / "it-ran"
    vault(f"open({str(proof)!r}, 'w').close()\nprint({GOOD!r})\n")

    async def steps(person: Person) -> None:
        await person.until(lambda: "vault" in person.column("Profiles", "Profile"), "the profile")
        person.press("Read again")
        await person.press_is("Read again")
        await person.checks("Profiles", "vault")
        await person.connects(["orders"], ["eu-west-1"])
        await person.stands("no queues", "orders", "eu-west-1")
        await person.dialog("Add connection")
        await person.checks("Profiles", "vault")
        await person.reads("1 profile in 1 region")
        await person.answers("Cancel")
        person.press("Refresh")
        await person.stands("no queues", "orders", "eu-west-1")

    use_program(steps)
    assert not proof.exists()


def test_a_command_named_at_the_command_line_is_not_run_unless_it_was_agreed_to(
    use_program: UseProgram, vault: MakeVault, tmp_path: Path
) -> None:
    proof = tmp_path / "it-ran"
    vault(f"open({str(proof)!r}, 'w').close()\nprint({GOOD!r})\n")

    async def refused(person: Person) -> None:
        await person.stands("command not agreed", "vault", "eu-west-1")
        assert not proof.exists()

    async def agreed(person: Person) -> None:
        await opens_vault(person)
        await person.stands("no queues", "vault", "eu-west-1")

    async def later(person: Person) -> None:
        await person.stands("no queues", "vault", "eu-west-1")

    use_program(refused, "--profile", "vault")
    use_program(agreed)
    use_program(later, "--profile", "vault")


@pytest.mark.parametrize(
    "case",
    [
        (f"print('{MARK}')", "printed no JSON object"),
        ("print('{\"Version\": 1}')", "gave no AccessKeyId"),
        (f"import sys; sys.stderr.write('{MARK}'); sys.exit(3)", "ended with exit status 3"),
    ],
    ids=["rubbish", "half", "failure"],
)
def test_a_command_that_gives_no_keys_says_why_and_never_what_it_printed(
    use_program: UseProgram,
    vault: MakeVault,
    data_folder: Path,
    caplog: pytest.LogCaptureFixture,
    case: tuple[str, str],
) -> None:
    lines, words = case
    vault(lines)
    caplog.set_level(logging.DEBUG)
    seen: list[str] = []

    async def steps(person: Person) -> None:
        await opens_vault(person)
        await person.stands("the profile's command failed", "vault", "eu-west-1")
        assert f"The command of profile vault {words}." in tooltip(person)
        assert "Run it in a terminal to see what it says" in tooltip(person)
        await person.reads("The profile's command failed")
        seen.extend((tooltip(person), person.words(), person.window.windowTitle()))
        vault(f"import sys; sys.stderr.write('{MARK}')\nprint({GOOD!r})\n")
        person.press("Refresh")
        await person.stands("no queues", "vault", "eu-west-1")
        await person.reads("000000000000")
        seen.append(person.words())

    use_program(steps)
    assert MARK not in "\n".join(seen) + caplog.text + everything_kept(data_folder)


def test_a_command_that_hangs_is_stopped_and_the_window_goes_on_meanwhile(
    use_program: UseProgram, vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "sqs_explorer.aws.credentials.command_provider.command_answer",
        partial(command_answer, time_limit_seconds=2),
    )
    vault("import time; time.sleep(60)")

    async def steps(person: Person) -> None:
        await opens_vault(person)
        await person.until(lambda: person.state("vault", "eu-west-1") == "opening", "the row")
        await person.dialog("Add connection")
        await person.connects(["orders"], ["eu-west-1"])
        await person.stands("no queues", "orders", "eu-west-1")
        await person.stands("the profile's command failed", "vault", "eu-west-1")
        assert "did not end within 2 seconds and was stopped" in tooltip(person)

    use_program(steps)


def test_closing_the_program_does_not_wait_for_a_command_that_hangs(
    use_program: UseProgram, vault: MakeVault, tmp_path: Path
) -> None:
    proof = tmp_path / "it-ran"
    vault(f"open({str(proof)!r}, 'w').close()\nimport time; time.sleep(8)")

    async def steps(person: Person) -> None:
        await opens_vault(person)
        await person.until(proof.exists, "the command")

    use_program(steps, seconds=25)


def test_an_aws_login_profile_without_a_token_shows_the_command_to_run(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint
) -> None:
    aws.write(
        "[profile console]\nlogin_session = arn:aws:iam::111122223333:user/alice\nregion = eu-west-1\n"
        f"endpoint_url = {server.endpoint_url}\n"
    )

    async def steps(person: Person) -> None:
        await person.until(lambda: person.column("Profiles", "Kind") == ["Login"], "the profile")
        await person.checks("Profiles", "console")
        await person.reads("aws login --profile console")
        await person.connects(["console"], ["eu-west-1"])
        await person.stands("sign-in expired", "console", "eu-west-1")
        found = str(person.row("console", "eu-west-1").data(Qt.ItemDataRole.ToolTipRole))
        assert "aws login --profile console" in found
        await person.dialog("Sign in again")
        await person.reads("console signs in on the command line.")
        assert person.said("Command") == "aws login --profile console"
        person.press("I have signed in")
        await person.reads("Sign-in expired.", "aws login --profile console")
        await person.answers("Cancel")

    use_program(steps)
