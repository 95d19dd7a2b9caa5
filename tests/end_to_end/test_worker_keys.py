"""Keys of the environment sign what the worker processes do, and are not in their own environment."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest

from sqs_explorer.domain.connections import ENVIRONMENT_PROFILE
from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from tests.end_to_end.aws_settings import AwsSettings
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.production_scene import receives
from tests.end_to_end.program_process import children_of
from tests.end_to_end.second_client import SecondClient
from tests.fakes.raw_http_server import RawHttpServer

COUNT, SECRET = 120, "secret-of-the-environment"


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="reads Linux's /proc")
def test_the_worker_asks_for_the_keys_of_the_environment_and_does_not_inherit_them(
    use_program: UseProgram,
    aws: AwsSettings,
    raw: RawHttpServer,
    server: SandboxEndpoint,
    second: SecondClient,
) -> None:
    raw.pass_on(server.endpoint_url)
    aws.write("", "")
    aws.variable("AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT00000")
    aws.variable("AWS_SECRET_ACCESS_KEY", SECRET)
    aws.variable("AWS_ENDPOINT_URL", raw.url)
    source, destination = second.queue("from-environment"), second.queue("to-environment")
    second.send_all(source, [f"body {number}" for number in range(COUNT)])
    seen: dict[str, set[str]] = {"--move-worker": set(), "--move-calls": set()}

    def is_moved(person: Person) -> bool:
        with contextlib.suppress(OSError):  # it may end while one looks
            for child in children_of(os.getpid()):
                command = Path(f"/proc/{child}/cmdline").read_text(encoding="utf-8")
                kind = next((one for one in seen if one in command), "")
                if kind:
                    variables = Path(f"/proc/{child}/environ").read_text(encoding="utf-8", errors="replace")
                    seen[kind].add(command + variables)
        return f"Moved {COUNT} messages to {destination}." in person.words()

    async def steps(person: Person) -> None:
        await person.connects([ENVIRONMENT_PROFILE], ["eu-west-1"])
        await receives(person, source, COUNT)
        await person.dialog("Move")
        person.choose("Destination", destination)
        await person.answers("Start move")
        await person.until(lambda: is_moved(person), "the end of the move", 60)

    use_program(steps, seconds=120)
    assert second.waiting(destination) == COUNT
    signed = {one.headers["Authorization"].partition("Credential=")[2][:20] for one in raw.requests}
    assert signed == {"AKIAENVIRONMENT00000"}
    assert all(seen.values())
    assert not any(SECRET in shown for shown in set().union(*seen.values()))
