"""Calls as commands and programs: names that AWS knows, quoting that holds, no secret anywhere."""

from __future__ import annotations

import ast
import json
import shlex
import shutil
import subprocess
from typing import Any

import botocore.loaders
import botocore.model
import pytest
from botocore import xform_name

from sqs_explorer.domain.activity import ApiCall
from sqs_explorer.domain.call_parameters import KEPT, PlainValue
from sqs_explorer.services.boto3_text import boto3_text
from sqs_explorer.services.call_texts import PAGED, service_of, with_hyphens, with_underscores
from sqs_explorer.services.cli_text import aws_cli_text

URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/OrderQueue"
ARN = "arn:aws:sqs:eu-west-1:123456789012:OrderQueue-DLQ"
GIVEN: dict[str, PlainValue] = {
    "QueueUrl": URL,
    "QueueNamePrefix": "Order",
    "QueueName": "OrderQueue",
    "QueueOwnerAWSAccountId": "123456789012",
    "AttributeNames": ("All",),
    "MaxResults": 1000,
    "SourceArn": ARN,
    "DestinationArn": ARN.removesuffix("-DLQ"),
    "MaxNumberOfMessagesPerSecond": 50,
    "MaxNumberOfMessages": 10,
    "WaitTimeSeconds": 2,
    "VisibilityTimeout": 30,
    "MessageSystemAttributeNames": ("All",),
    "MessageAttributeNames": ("All",),
    "DelaySeconds": 5,
}
SENT_WITH = ("MessageAttributes", "MessageSystemAttributes", "MessageGroupId", "MessageDeduplicationId")
LOADER = botocore.loaders.create_loader()
GLOBAL_OPTIONS = {"--profile", "--region", "--endpoint-url"}
RECEIVE = ApiCall(
    "ReceiveMessage",
    {
        "QueueUrl": URL,
        "MaxNumberOfMessages": 10,
        "WaitTimeSeconds": 2,
        "VisibilityTimeout": 30,
        "MessageSystemAttributeNames": ("All",),
        "MessageAttributeNames": ("All",),
    },
    "eu-west-1",
    profile="dev",
)


def call(operation: str, **fields: Any) -> ApiCall:
    """Return a call with everything that may be kept of it."""
    parameters = {name: GIVEN[name] for name in sorted(KEPT[operation])}
    left_out = SENT_WITH if operation == "SendMessage" else ()
    return ApiCall(operation, parameters, "eu-west-1", **{"profile": "dev", "left_out": left_out, **fields})


def model_of(one: ApiCall) -> botocore.model.OperationModel:
    """Return what botocore knows of an operation."""
    loaded = LOADER.load_service_model(service_of(one), "service-2")
    return botocore.model.ServiceModel(loaded, service_of(one)).operation_model(one.operation)


def members_of(one: ApiCall) -> set[str]:
    """Return the names of an operation's parameters."""
    shape = model_of(one).input_shape
    return set(shape.members) if shape is not None else set()


def commands(text: str) -> list[list[str]]:
    """Return the words of each command, as a POSIX shell reads them."""
    return [shlex.split(line) for line in text.splitlines() if not line.startswith("#")]


def test_a_receive_reads_as_one_types_it() -> None:
    assert aws_cli_text([RECEIVE]) == (
        f"aws sqs receive-message --profile dev --region eu-west-1 --queue-url {URL} "
        "--max-number-of-messages 10 --wait-time-seconds 2 --visibility-timeout 30 "
        "--message-system-attribute-names All --message-attribute-names All"
    )
    assert boto3_text([RECEIVE]) == (
        "import boto3\n\n"
        "sqs = boto3.Session(profile_name='dev', region_name='eu-west-1').client('sqs')\n"
        "answer = sqs.receive_message(\n"
        f"    QueueUrl='{URL}',\n"
        "    MaxNumberOfMessages=10,\n"
        "    WaitTimeSeconds=2,\n"
        "    VisibilityTimeout=30,\n"
        "    MessageSystemAttributeNames=['All'],\n"
        "    MessageAttributeNames=['All'],\n"
        ")\nprint(answer)\n"
    )


@pytest.mark.parametrize("operation", sorted(KEPT))
def test_the_command_and_its_options_exist(operation: str) -> None:
    one = call(operation)
    (words,) = commands(aws_cli_text([one]))
    assert words[:3] == ["aws", service_of(one), xform_name(operation, "-")]
    options = {word for word in words if word.startswith("--")} - GLOBAL_OPTIONS
    known = {f"--{xform_name(name, '-')}" for name in members_of(one)}
    if operation in PAGED:
        options.remove("--page-size")
    assert options <= known
    shape = model_of(one).input_shape
    required = shape.required_members if shape is not None else []
    assert {f"--{xform_name(name, '-')}" for name in required} <= options


@pytest.mark.parametrize("operation", sorted(KEPT))
def test_the_program_is_python_and_its_methods_and_arguments_exist(operation: str) -> None:
    one = call(operation)
    tree = ast.parse(boto3_text([one]))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = {ast.unparse(node.func): {word.arg for word in node.keywords} for node in calls}
    method = with_underscores(operation)
    if operation in PAGED:
        (pages,) = (arguments for name, arguments in named.items() if name.endswith(".paginate"))
        assert pages - {"PaginationConfig"} <= members_of(one)
        assert f"{service_of(one)}.get_paginator({method!r})" in boto3_text([one])
    else:
        assert named[f"{service_of(one)}.{method}"] <= members_of(one)


@pytest.mark.parametrize("operation", sorted(KEPT))
def test_names_are_spelled_as_botocore_spells_them(operation: str) -> None:
    for name in (operation, *KEPT[operation]):
        assert with_underscores(name) == xform_name(name)
        assert with_hyphens(name) == xform_name(name, "-")


def test_what_is_left_out_is_read_from_files_and_variables_and_said() -> None:
    text = aws_cli_text([call("SendMessage")])
    assert "# Left out: the message body. Put it into body.json." in text
    assert "# Left out: the message group ID. Put it into $MESSAGE_GROUP_ID." in text
    assert "--message-body file://body.json" in text
    assert '--message-group-id "$MESSAGE_GROUP_ID"' in text
    program = boto3_text([call("SendMessage")])
    assert 'MessageBody=Path("body.json").read_text(encoding="utf-8"),' in program
    assert '# Left out: the message group ID. Put it into os.environ["MESSAGE_GROUP_ID"].' in program
    assert "import json\nimport os\nfrom pathlib import Path\n\nimport boto3\n" in program


def test_a_batch_of_handles_shows_one_entry_that_the_shell_fills_in() -> None:
    text = aws_cli_text([call("ChangeMessageVisibilityBatch")])
    assert text.endswith(
        '--entries "[{\\"Id\\": \\"0\\", \\"ReceiptHandle\\": \\"$RECEIPT_HANDLE\\", '
        '\\"VisibilityTimeout\\": 30}]"'
    )
    assert "# One entry for each message, at most 10." in text
    program = boto3_text([call("ChangeMessageVisibilityBatch")])
    assert '[{"Id": "0", "ReceiptHandle": os.environ["RECEIPT_HANDLE"], "VisibilityTimeout": 30}]' in program


@pytest.mark.parametrize(
    "profile", ["my profile", "it's", '"; rm -rf ~; "', "$(whoami)", "`id`", "a\\b", "-x", "é", "a\nb"]
)
def test_no_name_breaks_out_of_its_quotes(profile: str) -> None:
    one = call("PurgeQueue", profile=profile)
    words = shlex.split(aws_cli_text([one]))
    assert profile in words or f"--profile={profile}" in words
    sessions = [
        node
        for node in ast.walk(ast.parse(boto3_text([one])))
        if isinstance(node, ast.keyword) and node.arg == "profile_name"
    ]
    assert [node.value.value for node in sessions if isinstance(node.value, ast.Constant)] == [profile]


@pytest.mark.skipif(shutil.which("sh") is None, reason="no POSIX shell here")
def test_a_shell_hands_over_what_was_meant() -> None:
    command = aws_cli_text([call("ChangeMessageVisibilityBatch", profile="it's $HOME")])
    script = "aws() { printf '%s\\n' \"$@\"; }\n" + command
    environment = {"RECEIPT_HANDLE": "AQEB/+=="}
    ended = subprocess.run(["sh", "-c", script], env=environment, capture_output=True, text=True, check=True)
    words = ended.stdout.splitlines()
    assert words[words.index("--profile") + 1] == "it's $HOME"
    assert json.loads(words[words.index("--entries") + 1]) == [
        {"Id": "0", "ReceiptHandle": "AQEB/+==", "VisibilityTimeout": 30}
    ]


def test_a_comment_ends_with_its_line() -> None:
    one = call("PurgeQueue", profile="", credentials="the typed key x\nrm -rf ~\u2028y\rz")
    for text in (aws_cli_text([one]), boto3_text([one])):
        assert "\nrm" not in text
        assert "With the credentials of the typed key x rm -rf ~ y z." in text
    assert "--profile" not in aws_cli_text([one])
    assert "profile_name" not in boto3_text([one])


def test_an_endpoint_and_the_demos_own_files_are_named() -> None:
    one = call(
        "PurgeQueue",
        endpoint_url="http://127.0.0.1:4566",
        config_file="/home/me/my demo/config",
        credentials_file="/home/me/my demo/credentials",
    )
    (words,) = commands(aws_cli_text([one]))
    assert words[:3] == [
        "AWS_CONFIG_FILE=/home/me/my demo/config",
        "AWS_SHARED_CREDENTIALS_FILE=/home/me/my demo/credentials",
        "aws",
    ]
    assert words[words.index("--endpoint-url") + 1] == "http://127.0.0.1:4566"
    program = boto3_text([one])
    assert "os.environ['AWS_CONFIG_FILE'] = '/home/me/my demo/config'" in program
    assert ".client('sqs', endpoint_url='http://127.0.0.1:4566')" in program


def test_a_sequence_says_what_each_step_does_and_makes_a_client_once_for_each_place() -> None:
    moves = [
        call("ReceiveMessage", note="Receive from A, until no more come."),
        call("SendMessageBatch", note="Send to B.", profile="prod"),
        call("DeleteMessageBatch", note="Delete from A.", profile="prod"),
    ]
    text = aws_cli_text(moves)
    assert text.startswith("# These calls in this order; each is repeated as often as it takes.\n# Receive")
    assert [words[2] for words in commands(text)] == [
        "receive-message",
        "send-message-batch",
        "delete-message-batch",
    ]
    program = boto3_text(moves)
    ast.parse(program)
    assert program.count("boto3.Session(") == 2


def test_nothing_done_is_no_text() -> None:
    assert (aws_cli_text([]), boto3_text([])) == ("", "")
