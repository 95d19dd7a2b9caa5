"""Two programs at once share their settings and their activity, and neither loses what the other did."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from tests.end_to_end.aws_settings import AwsSettings
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.program_process import LIMIT_SECONDS, start_program
from tests.end_to_end.second_client import SecondClient

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGTERM")


def kept(data_folder: Path) -> dict[str, Any]:
    """Return the settings on the disk, nothing before the first are written."""
    path = data_folder / "settings.json"
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return content


def recent(data_folder: Path) -> list[str]:
    """Return the names of the queues opened last, as they are kept."""
    return [queue["url"].rpartition("/")[2] for queue in kept(data_folder).get("recent_queues", [])]


def test_what_either_program_did_is_kept(
    use_program: UseProgram,
    aws: AwsSettings,
    server: SandboxEndpoint,
    second: SecondClient,
    data_folder: Path,
) -> None:
    aws.profiles(server.endpoint_url, "orders", "billing")
    mine, theirs = second.queue("mine"), second.queue("theirs")

    async def both(person: Person) -> None:
        await person.stands("2 queues", "orders", "eu-west-1")
        with start_program(data_folder, "--profile", "billing", "--queue", theirs) as other:
            await person.until(lambda: theirs in recent(data_folder), "the other's page", LIMIT_SECONDS)
            await person.opens(mine)
            await person.until(lambda: mine in recent(data_folder), "the page of this one")
            assert set(recent(data_folder)) == {mine, theirs}
            other.send_signal(signal.SIGTERM)
            output, _ = other.communicate(timeout=20)
            assert (other.returncode, "Traceback" in output) == (0, False), output
        person.press("Light or dark")
        await person.until(lambda: kept(data_folder)["theme"] != "system", "the theme")
        assert set(recent(data_folder)) == {mine, theirs}

    async def next_day(person: Person) -> None:
        await person.press_soon("Activity")
        await person.until(
            lambda: {"Open orders", "Open billing"} <= set(person.column("Activity jobs", "What")),
            "what both did",
        )

    use_program(both, "--profile", "orders", seconds=90)
    assert set(recent(data_folder)) == {mine, theirs}
    use_program(next_day)
    assert sorted(path.name for path in data_folder.glob("settings*")) == ["settings.json"]
