"""What the program is made of, and where its versions are published, as a test says it."""

from __future__ import annotations

from sqs_explorer.services.program_parts import Part, ProgramFacts
from sqs_explorer.services.updates import NoNewsError, Release

FACTS = ProgramFacts(
    version="0.1.0",
    python="3.11.9",
    botocore="1.44.0",
    system="Debian GNU/Linux 12 (bookworm), x86_64",
    is_frozen=True,
    settings_folder="/home/ann/.config/sqs-explorer",
    log_folder="/home/ann/.local/state/sqs-explorer/logs",
    home="/home/ann",
)
PARTS = (
    Part("SQS Explorer", "0.1.0", "MIT", ("own",)),
    Part("Qt", "", "LGPL-3.0-only", ("lgpl",)),
    Part("botocore", "1.44.0", "Apache-2.0", ("apache",)),
    Part("libssl3", "", "", ("openssl",)),
    Part("untold", "1", "MIT"),
)
NEWS = "# What is new\n\n## 0.1.0\n\n- Filter with `is:dlq`.\n- A second thing.\n"


class FakeProgramShelf:
    """Fulfils the port ProgramShelf; `missing` are folders that are not there."""

    def __init__(self) -> None:
        self.missing: set[str] = set()
        self.refusal = ""

    def facts(self) -> ProgramFacts:
        """Return made-up facts."""
        return FACTS

    def parts(self) -> tuple[Part, ...]:
        """Return a few parts."""
        return PARTS

    def licence_text(self, part: Part) -> str:
        """Return a part's text."""
        if self.refusal:
            raise PermissionError(13, self.refusal)
        return "\n".join(f"The text of {text}" for text in part.texts)

    def whats_new(self) -> str:
        """Return a short list."""
        return NEWS

    def is_folder(self, path: str) -> bool:
        """Tell what is not said to be missing."""
        return path not in self.missing


class FakeReleaseFeed:
    """Fulfils the port ReleaseFeed: answers with `version` or fails with `problem`, and counts."""

    def __init__(self, version: str = "0.1.0") -> None:
        self.version = version
        self.problem: NoNewsError | None = None
        self.asked = 0

    async def newest(self) -> Release:
        """Return the version, or raise the problem."""
        self.asked += 1
        if self.problem is not None:
            raise self.problem
        return Release(self.version, f"https://releases.invalid/{self.version}")
