"""Credentials that are renewed all day leave nothing behind, and who one is then is asked anew."""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import threading
import weakref
from pathlib import Path

from sqs_explorer.domain.connections import Identity
from tests.aws.aws_files import KEYS, REGION, AwsFilesInFolder, dev, opened, signed_key
from tests.aws.credentials.scene import call, session_of, soon, sources
from tests.fakes.key_checking_line import key_checking_line
from tests.fakes.raw_http_server import RawHttpServer, identity_reply, json_reply
from tests.guards.event_loops import RunCoroutine

RENEWALS = 6


def test_the_clients_of_former_credentials_go(raw: RawHttpServer, files: AwsFilesInFolder) -> None:
    files.write_keys(raw.url)
    clients = []
    with session_of(dev(), sources()) as session:
        for number in range(RENEWALS):
            files.credentials.write_text(f"[dev]\n{KEYS.replace('AKIATEST', f'AKIA{number:010}')}")
            session.start_over_if_files_changed()
            call(session)
            assert signed_key(raw) == f"AKIA{number:010}"
            clients.append(weakref.ref(session.sqs(REGION)))
            gc.collect()
        assert [client() is not None for client in clients] == [False] * (RENEWALS - 1) + [True]


def test_a_client_in_the_middle_of_a_call_goes_on_with_it(
    raw: RawHttpServer, files: AwsFilesInFolder
) -> None:
    files.write_keys(raw.url)
    with session_of(dev(), sources()) as session:
        client = session.sqs(REGION)
        session.renew()
        gc.collect()
        client.list_queues()
        assert session.sqs(REGION) is not client
    assert raw.operations() == ["ListQueues"]


def test_calls_that_are_refused_together_all_go_on_with_the_new_keys_in_the_file(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    raw.reply("GetQueueUrl", json_reply({"QueueUrl": "http://q/1/orders"}))

    async def scenario() -> None:
        with key_checking_line(raw.url) as line:
            files.write_keys(line.url)
            async with opened(dev()) as connection:
                sqs = connection.sqs(REGION)
                await sqs.queue_url("orders")
                (old,) = line.seen
                files.credentials.write_text(f"[dev]\n{KEYS.replace('AKIATEST', 'AKIANEW')}")
                line.before_refusing = threading.Barrier(2, timeout=10).wait
                line.expired.add(old)
                await asyncio.gather(sqs.queue_url("orders"), sqs.queue_url("bills"))
            assert line.refusals == 2

    run(scenario())


def test_who_one_is_is_asked_anew_once_a_command_has_given_other_keys(
    raw: RawHttpServer, files: AwsFilesInFolder, tmp_path: Path, run: RunCoroutine
) -> None:
    keys = tmp_path / "keys.json"
    line = f'"{sys.executable}" -c "print(open(r\'{keys}\').read())"'
    files.write(f"[profile dev]\ncredential_process = {line}\nendpoint_url = {raw.url}\n")
    raw.reply("GetCallerIdentity", identity_reply("111111111111"), identity_reply("222222222222"))
    raw.reply("GetQueueUrl", json_reply({"QueueUrl": "http://q/1/orders"}))

    def give(access_key_id: str) -> None:
        found = {"Version": 1, "AccessKeyId": access_key_id, "SecretAccessKey": "s", "Expiration": soon(30)}
        keys.write_text(json.dumps(found), encoding="utf-8")

    async def scenario() -> list[Identity]:
        async with opened(dev(), agreed=frozenset({line})) as connection:
            give("AKIAFIRST")
            found = [await connection.identity(), await connection.identity()]
            give("AKIASECOND")
            await connection.sqs(REGION).queue_url("orders")
            return [*found, await connection.identity()]

    accounts = [identity.account_id for identity in run(scenario())]
    assert accounts == ["111111111111", "111111111111", "222222222222"]
    assert raw.operations().count("GetCallerIdentity") == 2
