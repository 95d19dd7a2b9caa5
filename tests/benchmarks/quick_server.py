"""A server that answers after a fixed time at hardly any cost, so that a benchmark measures the client.

Run as a process of its own: `python quick_server.py QUEUES LATENCY_MS`; it prints its port.
"""

from __future__ import annotations

import asyncio
import json
import sys

JSON = "application/x-amz-json-1.0"


class QuickServer:
    """Lists `queues` names and answers the same attributes for each."""

    def __init__(self, queues: int, latency_ms: float) -> None:
        self._latency_seconds = latency_ms / 1_000
        urls = [f"http://127.0.0.1/123456789012/queue-{number:04d}" for number in range(queues)]
        self._listed = json.dumps({"QueueUrls": urls}).encode()
        arn = "arn:aws:sqs:eu-west-1:123456789012:queue"
        counts = {"ApproximateNumberOfMessages": "3", "ApproximateNumberOfMessagesNotVisible": "0"}
        self._attributes = json.dumps({"Attributes": {"QueueArn": arn, **counts}}).encode()

    async def serve(self) -> None:
        """Print the port, then serve until standard input ends."""
        listening = await asyncio.start_server(self.answer, "127.0.0.1", 0, limit=1 << 21)
        print(listening.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - whoever started it reads it
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        listening.close()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection until it is closed."""
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
                content = await reader.readexactly(length)
                action = head.partition(b"amazonsqs.")[2].split(b"\r\n", 1)[0].decode()
                await asyncio.sleep(self._latency_seconds)
                body = await self.body(action, content)
                head = (
                    f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
                )
                writer.write(head + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def body(self, action: str, _content: bytes) -> bytes:
        """Return the answer to an action, whose name is in lower case."""
        return self._listed if action == "listqueues" else self._attributes


if __name__ == "__main__":
    asyncio.run(QuickServer(int(sys.argv[1]), float(sys.argv[2])).serve())
