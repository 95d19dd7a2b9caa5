"""API calls as a Python program that makes them with boto3."""

from __future__ import annotations

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
    with_underscores,
)

_VARIABLE = 'os.environ["{}"]'


def boto3_text(calls: Sequence[ApiCall]) -> str:
    """Return a program that makes the calls and prints the answers; "" without calls."""
    if not calls:
        return ""
    blocks: list[str] = []
    client = ""
    for call in calls:
        made = _client(call)
        lines = comments(call, variable=_VARIABLE)
        if made != client:
            lines.append(made)
            client = made
        blocks.append("\n".join([*lines, _call(call)]))
    body = "\n\n".join(blocks)
    return f"{several(calls)}{_imports(body)}\n{body}\n"


def _imports(body: str) -> str:
    names = [name for name in ("json", "os") if f"{name}." in body]
    lines = [f"import {name}" for name in names]
    if "Path(" in body:
        lines.append("from pathlib import Path")
    return "\n".join([*lines, "", "import boto3", ""] if lines else ["import boto3", ""])


def _client(call: ApiCall) -> str:
    files = (("AWS_CONFIG_FILE", call.config_file), ("AWS_SHARED_CREDENTIALS_FILE", call.credentials_file))
    lines = [f"os.environ[{name!r}] = {path!r}" for name, path in files if path]
    session = [f"{name}={value!r}" for name, value in (("profile_name", call.profile),) if value]
    if call.region:
        session.append(f"region_name={call.region!r}")
    endpoint = f", endpoint_url={call.endpoint_url!r}" if call.endpoint_url else ""
    service = service_of(call)
    lines.append(f"{service} = boto3.Session({', '.join(session)}).client({service!r}{endpoint})")
    return "\n".join(lines)


def _call(call: ApiCall) -> str:
    arguments = _arguments(call)
    method = with_underscores(call.operation)
    if call.operation in PAGED:
        lines = "".join(f"    {name}={text},\n" for name, text in arguments)
        pages = f"{service_of(call)}.get_paginator({method!r}).paginate(\n{lines})"
        return f"for page in {pages}:\n    print(page)"
    lines = "".join(f"    {name}={text},\n" for name, text in arguments)
    inside = f"\n{lines}" if lines else ""
    return f"answer = {service_of(call)}.{method}({inside})\nprint(answer)"


def _arguments(call: ApiCall) -> list[tuple[str, str]]:
    """Return the names and Python expressions of a call's arguments."""
    given = dict(call.parameters)
    if call.operation in HANDLE_BATCHES:
        seconds = given.pop("VisibilityTimeout", None)
        return [*_plain(given), ("Entries", _entries(seconds))]
    if call.operation in PAGED:
        size = given.pop("MaxResults", None)
        paging = [] if size is None else [("PaginationConfig", repr({"PageSize": size}))]
        return [*_plain(given), *paging]
    left_out = ((name, _placeholder(name)) for name in call.left_out)
    return [*_plain(given), *((name, text) for name, text in left_out if text)]


def _plain(given: dict[str, PlainValue]) -> list[tuple[str, str]]:
    return [
        (name, repr(list(value)) if isinstance(value, tuple) else repr(value))
        for name, value in given.items()
    ]


def _entries(seconds: PlainValue | None) -> str:
    more = "" if seconds is None else f', "VisibilityTimeout": {seconds!r}'
    return f'[{{"Id": "0", "ReceiptHandle": {_VARIABLE.format(VARIABLES["ReceiptHandle"])}{more}}}]'


def _placeholder(name: str) -> str:
    if name in BODY_FILES:
        text = f'Path("{BODY_FILES[name]}").read_text(encoding="utf-8")'
        return text if name == "MessageBody" else f"json.loads({text})"
    return _VARIABLE.format(VARIABLES[name]) if name in VARIABLES else ""
