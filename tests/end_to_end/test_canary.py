"""A whole session with marked secrets, bodies and handles: none of them is anywhere afterwards."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from sqs_explorer.aws.credentials import command_provider
from sqs_explorer.aws.credentials.commands import command_answer
from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from tests.end_to_end.aws_settings import AwsSettings
from tests.end_to_end.canary import Marks, Watch, watching
from tests.end_to_end.canary_scene import CanaryScene
from tests.end_to_end.canary_session import CanarySession
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.second_client import SecondClient
from tests.fakes.raw_http_server import RawHttpServer

BULK = 120
NO_SECRETS = ("received", "sent", "handle", "variable", "field")
"""What a window may show."""


@pytest.fixture
def marks() -> Marks:
    """What is looked for."""
    return Marks()


@pytest.fixture
def scene(
    marks: Marks, aws: AwsSettings, raw: RawHttpServer, server: SandboxEndpoint, tmp_path: Path
) -> CanaryScene:
    """The marked profiles, with a server that can answer badly before the sandbox."""
    raw.pass_on(server.endpoint_url)
    return CanaryScene(marks, aws, raw, tmp_path)


@pytest.mark.timeout(590)
@pytest.mark.expects_log("Unexpected error")
def test_nothing_marked_gets_out(
    qapp: Any,
    use_program: UseProgram,
    scene: CanaryScene,
    second: SecondClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(command_provider, "command_answer", partial(command_answer, time_limit_seconds=1))
    marks = scene.marks
    bodies = [marks.new(f"received body {number}") for number in range(6)]
    attribute = {"DataType": "String", "StringValue": marks.new("received attribute")}
    source, dlq = second.dlq_pair("canary", maximum_receives=1)
    second.dead_letter(source, dlq, *bodies[4:], MessageAttributes={"token": attribute})
    for body in bodies[:4]:
        second.send(source, body, MessageAttributes={"token": attribute})
    many, elsewhere = second.queue("canary-many"), second.queue("canary-elsewhere")
    second.send_all(many, [f"{number} {bodies[0]}" for number in range(BULK)])

    async def steps(person: Person) -> None:
        session = CanarySession(person, marks, scene.raw, bodies)
        await session.opens_every_kind()
        await session.types_a_key()
        await session.runs_commands_that_fail()
        await session.sends(source)
        await session.holds(source)
        await session.moves(dlq)
        await session.moves_by_the_worker(many, elsewhere, BULK)
        await session.has_faults()
        session.copies_all_of_activity()
        session.keep_handles()
        assert scene.leaks_in_files() == {}, "while the program runs"

    with watching(qapp) as watch:
        use_program(steps, seconds=200)
    assert scene.leaks_in_files() == {}
    assert watch.leaks(marks) == {}
    secrets = {kind for kind in marks.texts if not kind.startswith(NO_SECRETS)}
    assert [label for label in watch.labels if secrets & set(marks.found_in(label))] == []
    _assert_that_all_was_seen(watch, scene)


def _assert_that_all_was_seen(watch: Watch, scene: CanaryScene) -> None:
    """Else the canary would sing because it was never in the mine."""
    marks = scene.marks
    in_own_files = {kind for path in scene.own_files for kind in marks.found_in(path.read_bytes())}
    assert in_own_files >= {"secret access key", "session token", "SSO token", "stderr of hung"}
    assert len([kind for kind in marks.texts if kind.startswith("handle")]) > BULK
    written = {path.name for folder in scene.folders for path in folder.rglob("*")}
    assert written >= {"settings.json", "activity.sqlite", "moves.sqlite", "sqs-explorer.log"}
    if os.path.isdir("/proc/self"):
        assert any("sqs_explorer" in line for line in watch.seen["child's command line"])
    assert len(watch.seen["clipboard"]) > 20
    assert any("ParamValidationError" in text for text in watch.seen["clipboard"]), "the reports were copied"
    assert any("Unexpected error" in record for record in watch.seen["log"])
    assert any("canary" in title for title in watch.seen["title"])
    shown = {kind for label in watch.labels for kind in marks.found_in(label)}
    assert shown >= {"sent body", "received body 4"}, "AWS's own words, that repeat them, are on screen alone"
