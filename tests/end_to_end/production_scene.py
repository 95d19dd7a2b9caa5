"""A Production profile whose requests can be counted, and what a person does about its lock."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from sqs_explorer.domain.operation_tiers import OPERATION_TIERS, Tier
from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from sqs_explorer.views.shell.identity_header import IdentityHeader
from tests.end_to_end.aws_settings import AwsSettings
from tests.end_to_end.conftest import Steps, UseProgram
from tests.end_to_end.person import Person
from tests.fakes.raw_http_server import RawHttpServer, aliases_reply, identity_reply

PROFILE, REGION, ALIAS = "prod-orders", "eu-west-1", "orders-prod"
ACCOUNT = "000000000000"
WRITES = {name for name, tier in OPERATION_TIERS.items() if tier in {Tier.WRITE, Tier.DESTROY}}
BUTTONS = {
    "Messages": ("Move", "Edit and resend", "Delete"),
    "Send": ("Send", "Replay from file"),
    "Dead letters": ("Redrive all", "Move selected"),
    "Details": ("Purge queue", "Delete queue"),
}
"""What writes, by tab."""


class Production:
    """The profile `prod-orders` at the sandbox, with every request passing by here."""

    def __init__(
        self, raw: RawHttpServer, aws: AwsSettings, server: SandboxEndpoint, use_program: UseProgram
    ) -> None:
        self.raw = raw
        self._use_program = use_program
        raw.pass_on(server.endpoint_url)
        raw.reply("GetCallerIdentity", identity_reply(ACCOUNT))
        raw.reply("ListAccountAliases", aliases_reply(ALIAS))
        aws.profiles(raw.url, PROFILE)

    def use(self, steps: Steps, *arguments: str, seconds: float = 60) -> None:
        """Start the program with the profile open."""
        self._use_program(steps, "--profile", PROFILE, *arguments, seconds=seconds)

    @property
    def writes(self) -> list[str]:
        """The requests that left the process and change something."""
        return [operation for operation in self.raw.operations() if operation in WRITES]


async def unlocks(person: Person, time: str = "15 minutes") -> None:
    """Unlock writing from the header."""
    await person.dialog("Unlock writing")
    person.choose("For", time)
    await person.answers("Unlock writing")
    await person.until(lambda: not is_locked(person), "the open lock")


async def receives(person: Person, queue: str, count: int, tab: str = "Messages") -> None:
    """Open a queue's page, receive so many messages and select them."""
    await person.opens(queue, tab)
    if tab == "Messages":
        person.set("Messages to receive", count)
    await person.press_soon("Receive")
    await person.until(lambda: len(person.column("Messages", "Body")) == count, f"{count} messages", 30)
    await person.press_is("Receive")
    person.select(*range(count))


def off_reasons(person: Person, *tabs: str) -> dict[str, str]:
    """Return what the buttons that write say of why they are off, "" for those that can be pressed."""
    found: dict[str, str] = {}
    for tab in tabs:
        person.tab(tab)
        found |= {name: "" if person.can(name) else person.tooltip(name) for name in BUTTONS[tab]}
    return found


def all_are_off(person: Person, *tabs: str) -> bool:
    """Tell whether all that writes on these tabs is off, and because of the lock."""
    return all("Read-only connection" in reason for reason in off_reasons(person, *tabs).values())


def all_are_on(person: Person, *tabs: str) -> bool:
    """Tell whether all that writes on these tabs can be pressed."""
    return not any(off_reasons(person, *tabs).values())


def is_locked(person: Person) -> bool:
    """Tell whether the header offers to unlock, in front or behind a dialog."""
    buttons = person.window.findChildren(QAbstractButton)
    return any(one.isVisible() and one.accessibleName() == "Unlock writing" for one in buttons)


def time_is_up(person: Person) -> None:
    """Let the lock close while a dialog is open, at a moment of the test's choosing."""
    header = person.window.findChild(IdentityHeader)
    assert isinstance(header, IdentityHeader)
    header.lock_requested.emit(PROFILE)
    assert is_locked(person)


def press_key(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    """Press a key with a modifier, as a shortcut or to the widget."""
    widget.setFocus()
    QTest.keyClick(widget, key, modifier)
