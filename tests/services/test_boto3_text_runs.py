"""The programs that Activity copies really run, against a real server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from sqs_explorer.domain.activity import ApiCall, call_for
from sqs_explorer.domain.call_parameters import PlainValue
from sqs_explorer.domain.connections import ConnectionSpec, Environment
from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from sqs_explorer.services.boto3_text import boto3_text
from tests.fakes.sandbox_fixture import start_sandbox


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxEndpoint]:
    with start_sandbox(tmp_path_factory.mktemp("sandbox")) as endpoint:
        yield endpoint


def run_program(calls: list[ApiCall], folder: Path, **variables: str) -> str:
    """Run the program of some calls in a folder, and return what it prints."""
    (folder / "copied.py").write_text(boto3_text(calls), encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "copied.py"],
        cwd=folder,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


class Server:
    """A queue on the sandbox, and calls to it as the demo makes them."""

    def __init__(self, endpoint: SandboxEndpoint) -> None:
        self.client = boto3.client(
            "sqs",
            region_name="eu-west-1",
            endpoint_url=endpoint.endpoint_url,
            aws_access_key_id="AKIADEMO000000000000",
            aws_secret_access_key="the-sandbox-checks-no-signature",
        )
        self.spec = ConnectionSpec(
            "demo",
            ("eu-west-1",),
            Environment.DEMO,
            config_file=str(endpoint.config_file),
            credentials_file=str(endpoint.credentials_file),
        )
        self.url = self.client.create_queue(QueueName="Copied")["QueueUrl"]

    def call(self, operation: str, left_out: tuple[str, ...] = (), **parameters: PlainValue) -> ApiCall:
        """Return a call to the queue."""
        given = {"QueueUrl": self.url, **parameters}
        return call_for(self.spec, "eu-west-1", operation, given, left_out=left_out)

    def handle(self) -> str:
        """Receive the one message and return its handle."""
        return self.client.receive_message(QueueUrl=self.url, WaitTimeSeconds=1)["Messages"][0][
            "ReceiptHandle"
        ]


def test_a_whole_session_of_copied_programs_does_what_it_says(
    sandbox: SandboxEndpoint, tmp_path: Path
) -> None:
    server = Server(sandbox)
    (tmp_path / "body.json").write_text('{"total": 2.50}', encoding="utf-8")
    attributes = {"kind": {"DataType": "String", "StringValue": "order"}}
    (tmp_path / "message-attributes.json").write_text(json.dumps(attributes), encoding="utf-8")
    run_program([server.call("SendMessage", ("MessageAttributes",), DelaySeconds=0)], tmp_path)
    receive = server.call(
        "ReceiveMessage",
        MaxNumberOfMessages=10,
        WaitTimeSeconds=1,
        VisibilityTimeout=0,
        MessageSystemAttributeNames=("All",),
        MessageAttributeNames=("All",),
    )
    printed = run_program([receive], tmp_path)
    assert '{"total": 2.50}' in printed
    assert "'StringValue': 'order'" in printed
    release = server.call("ChangeMessageVisibilityBatch", VisibilityTimeout=0)
    assert "'Successful'" in run_program([release], tmp_path, RECEIPT_HANDLE=server.handle())
    run_program([server.call("DeleteMessageBatch")], tmp_path, RECEIPT_HANDLE=server.handle())
    listing = call_for(server.spec, "eu-west-1", "ListQueues", {"MaxResults": 1_000})
    facts = run_program([server.call("GetQueueAttributes", AttributeNames=("All",)), listing], tmp_path)
    assert "'ApproximateNumberOfMessages': '0'" in facts
    assert "/Copied" in facts
    run_program([server.call("PurgeQueue"), server.call("DeleteQueue")], tmp_path)
    assert "QueueUrls" not in server.client.list_queues(QueueNamePrefix="Copied")
