"""API calls as commands of the AWS CLI, quoted for a POSIX shell."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence

from sqs_explorer.domain.activity import ApiCall
from sqs_explorer.domain.call_parameters import PlainValue
from sqs_explorer.services.call_texts import (
    BODY_FILES,
    HANDLE_BATCHES,
    PAGED,
    VARIABLES,
    comments,
    service_of,
    several,
    with_hyphens,
)


def aws_cli_text(calls: Sequence[ApiCall]) -> str:
    """Return the commands, one a line, each below its comments; "" without calls."""
    blocks = ["\n".join([*comments(call, variable="${}"), _command(call)]) for call in calls]
    return several(calls) + "\n".join(blocks)


def _command(call: ApiCall) -> str:
    words = [*_files(call), "aws", service_of(call), with_hyphens(call.operation)]
    for option, value in (
        ("--profile", call.profile),
        ("--region", call.region),
        ("--endpoint-url", call.endpoint_url),
    ):
        if value:
            words += _option(option, [value])
    is_handle_batch = call.operation in HANDLE_BATCHES
    for name, plain in call.parameters.items():
        if not (is_handle_batch and name == "VisibilityTimeout"):
            words += _option(_option_name(call, name), _texts(plain))
    if is_handle_batch:
        words += ["--entries", _entries(call)]
    else:
        words += [word for name in call.left_out for word in _placeholder(name)]
    return " ".join(words)


def _files(call: ApiCall) -> list[str]:
    pairs = (("AWS_CONFIG_FILE", call.config_file), ("AWS_SHARED_CREDENTIALS_FILE", call.credentials_file))
    return [f"{variable}={shlex.quote(path)}" for variable, path in pairs if path]


def _option_name(call: ApiCall, name: str) -> str:
    # The AWS CLI reads all pages by itself, unless it is told the size of one as the API names it.
    is_page_size = call.operation in PAGED and name == "MaxResults"
    return "--page-size" if is_page_size else f"--{with_hyphens(name)}"


def _option(option: str, values: Sequence[str]) -> list[str]:
    if len(values) == 1 and values[0].startswith("-"):
        return [f"{option}={shlex.quote(values[0])}"]
    return [option, *(shlex.quote(value) for value in values)]


def _texts(value: PlainValue) -> list[str]:
    return list(value) if isinstance(value, tuple) else [str(value)]


def _placeholder(name: str) -> list[str]:
    option = f"--{with_hyphens(name)}"
    if name in BODY_FILES:
        return [option, f"file://{BODY_FILES[name]}"]
    return [option, f'"${VARIABLES[name]}"'] if name in VARIABLES else []


def _entries(call: ApiCall) -> str:
    """Return one entry as JSON in double quotes, where the shell puts the handle in."""
    entry: dict[str, str | int] = {"Id": "0", "ReceiptHandle": f"${VARIABLES['ReceiptHandle']}"}
    seconds = call.parameters.get("VisibilityTimeout")
    if isinstance(seconds, int):
        entry["VisibilityTimeout"] = seconds
    escaped = json.dumps([entry]).replace('"', '\\"')
    return f'"{escaped}"'
