"""A sandbox that was told to deny: the errors of other servers and of other people's permissions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from sqs_explorer.sandbox.scripted_refusals import ScriptedRefusal
from tests.fakes.sandbox_fixture import start_sandbox
from tests.sandbox.conftest import sqs_client
from tests.sandbox.queue_under_test import refused

REFUSALS = (
    "ListQueues@us-east-1=AccessDenied",
    "StartMessageMoveTask=InvalidAction",
    "ListMessageMoveTasks=500",
    "GetCallerIdentity=InvalidClientTokenId",
)


@pytest.fixture(scope="module")
def denying(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxEndpoint]:
    with start_sandbox(Path(tmp_path_factory.mktemp("denying")), refusals=REFUSALS) as endpoint:
        yield endpoint


def test_an_action_is_denied_in_one_region_only(denying: SandboxEndpoint) -> None:
    code, words = refused(sqs_client(denying, "us-east-1").list_queues)
    assert code == "AccessDenied"
    assert "not authorized to perform: sqs:ListQueues" in words
    assert sqs_client(denying, "eu-west-1").list_queues()["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_a_server_can_lack_move_tasks_in_two_ways(denying: SandboxEndpoint) -> None:
    client = sqs_client(denying)
    arn = "arn:aws:sqs:eu-west-1:000000000000:any"
    assert refused(client.start_message_move_task, SourceArn=arn)[0] == "InvalidAction"
    assert refused(client.list_message_move_tasks, SourceArn=arn)[0] == "500"


def test_wrong_keys_are_answered_as_sts_does(
    denying: SandboxEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", str(denying.config_file))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(denying.credentials_file))
    client = boto3.Session(profile_name="demo").client("sts")
    assert refused(client.get_caller_identity)[0] == "InvalidClientTokenId"


def test_a_refusal_that_says_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="Action=Code"):
        ScriptedRefusal.parse("ListQueues")
