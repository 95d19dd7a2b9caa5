"""What can be said on the command line.

Read before Qt is loaded, so that --version and a mistake answer at once.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqs_explorer import __version__


@dataclass(frozen=True, slots=True)
class Options:
    """The command line in one value; `queue` is a name, a URL or an ARN, `files` are absolute paths."""

    demo: bool = False
    profiles: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    endpoint_url: str = ""
    queue: str = ""
    read_only: bool = False
    data_folder: Path | None = None
    tour_folder: Path | None = None
    files: tuple[str, ...] = ()

    @property
    def names_connections(self) -> bool:
        """Whether connections are to be opened at the start."""
        return bool(self.profiles or self.regions or self.endpoint_url)


def parse_command_line(arguments: Sequence[str]) -> Options:
    """Return the options; argparse answers --help, --version and mistakes itself and exits."""
    parser = _parser()
    # argparse, which lets options stand between files, takes no `-name` after `--` then.
    end = arguments.index("--") if "--" in arguments else len(arguments)
    parsed = parser.parse_intermixed_args(arguments[:end])
    files = (*parsed.files, *arguments[end + 1 :])
    if parsed.tour and files:
        parser.error("--tour: a tour opens no FILE")
    if parsed.endpoint_url and not parsed.endpoint_url.startswith(("http://", "https://")):
        parser.error("--endpoint-url: write it as http://… or https://…")
    return Options(
        demo=parsed.demo or parsed.tour is not None,
        profiles=tuple(dict.fromkeys(parsed.profile)),
        regions=tuple(dict.fromkeys(parsed.region)),
        endpoint_url=parsed.endpoint_url,
        queue=parsed.queue,
        read_only=parsed.read_only,
        data_folder=parsed.data_dir.absolute() if parsed.data_dir else None,
        tour_folder=parsed.tour.absolute() if parsed.tour else None,
        files=tuple(dict.fromkeys(path_named(word) for word in files)),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sqs-explorer", description="A desktop program for Amazon SQS.")
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="offer the messages of this exported JSON Lines file for sending again: you choose the queue "
        "and see a dry run first",
    )
    parser.add_argument("--demo", action="store_true", help="open the order demo on the embedded SQS")
    parser.add_argument(
        "--profile", action="append", default=[], metavar="NAME", help="open this AWS profile"
    )
    parser.add_argument(
        "--region", action="append", default=[], metavar="REGION", help="in this region, such as eu-west-1"
    )
    parser.add_argument(
        "--endpoint-url", default="", metavar="URL", help="call this endpoint, whatever the profile says"
    )
    parser.add_argument("--queue", default="", metavar="NAME|URL|ARN", help="open this queue's page")
    parser.add_argument("--read-only", action="store_true", help="refuse everything that writes")
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help="keep settings and logs in this folder")
    parser.add_argument(
        "--tour", type=Path, metavar="DIR", help="drive the main job without a display; pictures go to DIR"
    )
    parser.add_argument("--version", action="version", version=f"sqs-explorer {__version__}")
    return parser


def path_named(word: str) -> str:
    """Return the absolute path of a FILE, which some desktops give as a URL: `file:///home/me/a%20b.jsonl`."""
    if not word.lower().startswith("file://"):
        return _absolute(word)
    # Imported here, because a start without such a URL need not wait for it.
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    parts = urlsplit(word)
    host = "" if parts.netloc.lower() in {"", "localhost"} else f"//{parts.netloc}"
    path = url2pathname(host + parts.path)
    return word if "\0" in path else _absolute(path)


def _absolute(path: str) -> str:
    try:
        return str(Path(path).absolute())
    except OSError:  # The working folder is gone.
        return path
