"""A line to a server that can be cut and mended: a TCP proxy on a port of its own."""

from __future__ import annotations

import contextlib
import socket
import threading
from urllib.parse import urlsplit


class CutLine:
    """Passes bytes both ways until `cut`; from then on connections are refused until `mend`."""

    def __init__(self, server_url: str) -> None:
        parts = urlsplit(server_url)
        self._server = (str(parts.hostname), int(parts.port or 80))
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._listening = self._listen(0)
        self._port: int = self._listening.getsockname()[1]

    @property
    def url(self) -> str:
        """What to call instead of the server."""
        return f"http://127.0.0.1:{self._port}"

    def cut(self) -> None:
        """Break what is open, in the middle of answers too, and refuse what comes."""
        _shut(self._listening)
        with self._lock:
            ended, self._open = self._open, []
        for sock in ended:
            _shut(sock)

    def mend(self) -> None:
        """Take connections again."""
        self._listening = self._listen(self._port)

    def close(self) -> None:
        """Cut for good, and end the threads."""
        self.cut()
        for thread in self._threads:
            thread.join()

    def _listen(self, port: int) -> socket.socket:
        listening = socket.create_server(("127.0.0.1", port))
        self._start(self._accept, listening)
        return listening

    def _start(self, function: object, *sockets: socket.socket) -> None:
        thread = threading.Thread(target=function, args=sockets, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = listening.accept()
                far = socket.create_connection(self._server)
                with self._lock:
                    self._open += [near, far]
                self._start(_pass_on, near, far)
                self._start(_pass_on, far, near)


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while chunk := source.recv(65_536):
            target.sendall(chunk)
    _shut(source)
    _shut(target)


def _shut(sock: socket.socket) -> None:
    """Wake up who waits on it, then close it."""
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
    sock.close()
