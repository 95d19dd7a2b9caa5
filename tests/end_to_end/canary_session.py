"""What a person does in the session of the canary: a bit of everything, and much of it goes wrong."""

from __future__ import annotations

import json
from functools import partial

from botocore.exceptions import ParamValidationError
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPlainTextEdit

from sqs_explorer.domain.errors import MessageRefused
from sqs_explorer.tour import hands
from sqs_explorer.views.parts.tables import DataTable
from tests.end_to_end.canary import Marks
from tests.end_to_end.canary_scene import WORKING
from tests.end_to_end.person import Person
from tests.end_to_end.test_sending import add_attribute
from tests.fakes.raw_http_server import RawHttpServer, Reply, error_reply

MFA_CODE = "739140"
ORDERS = ("orders", "eu-west-1")
AGAIN = "Visible again"


class CanarySession:
    """Each method is something a person does; `bodies` are the marked bodies that queues hold."""

    def __init__(self, person: Person, marks: Marks, raw: RawHttpServer, bodies: list[str]) -> None:
        self.person, self.marks, self.raw, self.bodies = person, marks, raw, bodies

    # Connections

    async def opens_every_kind(self) -> None:
        """Open the profiles that work: keys, SSO, a command, a role with MFA."""
        person = self.person
        await person.connects(list(WORKING), ["eu-west-1"])
        await person.reads("Run a command for credentials")
        person.press("Run this command")
        await person.reads("asks for a code of your MFA device")
        person.type("MFA code", self.marks.add("MFA code", MFA_CODE))
        await person.answers("Continue")
        for profile in WORKING:
            await person.stands("queue", profile, "eu-west-1")

    async def types_a_key(self) -> None:
        """Type an access key and open it at the same server."""
        person = self.person
        await person.dialog("Add connection")
        await person.press_soon("Type an access key")
        person.type("Connection name", "by-hand")
        person.type("Access key ID", "AKIABYHAND0000000000")
        person.type("Secret access key", self.marks.new("typed secret"))
        person.press("Keep key")
        await person.until(lambda: "by-hand" in person.column("Profiles", "Profile"), "the key in the list")
        person.press("Endpoint URL")
        person.type("Endpoint URL", self.raw.url)
        await person.connects(["by-hand"], ["eu-west-1"])
        await person.stands("queue", "by-hand", "eu-west-1")

    async def runs_commands_that_fail(self) -> None:
        """Open a profile whose command prints rubbish, and one whose command hangs."""
        person = self.person
        for profile in ("rubbish", "hung"):
            await person.dialog("Add connection")
            await person.connects([profile], ["eu-west-1"])
            await person.reads("Run a command for credentials")
            person.press("Run this command")
            await person.stands("command failed", profile, "eu-west-1")

    # Messages

    async def sends(self, queue: str) -> None:
        """Send a marked message: refused in words that repeat it, answered with rubbish, accepted."""
        person, raw = self.person, self.raw
        body = json.dumps({"card": self.marks.new("sent body")})
        await person.opens(queue, "Send", place=ORDERS)
        person.find(QPlainTextEdit, "Message body").setPlainText(body)
        add_attribute(person, "token", "String", self.marks.new("sent attribute"))
        for reply, words in (
            (error_reply("AccessDeniedException", f"Not: {body}", status=403), "access denied"),
            (error_reply("InvalidMessageContents", f"Bad: {body}"), "refused"),
            (Reply(body=f'{{"echo": {body}, '.encode()), "Outcome unknown"),
        ):
            raw.reply("SendMessage", reply)
            await person.press_soon("Send")
            await person.told("Send result", words)
        raw.reply("SendMessage")
        await person.press_soon("Send")
        await person.told("Send result", "Sent 1 message")

    async def holds(self, queue: str) -> None:
        """Receive, release and delete; some answers are cut, some repeat bodies and handles."""
        person, raw = self.person, self.raw
        await person.opens(queue, place=ORDERS)
        raw.reply("ReceiveMessage", Reply(body=f'{{"Messages": [{{"Body": "{self.bodies[0]}"'.encode()))
        person.press("Receive")
        await person.reads("The server answered what is no answer of AWS.")
        raw.reply("ReceiveMessage")
        person.set("Messages to receive", 4)
        await person.press_soon("Receive")
        await person.rows(4)
        await person.press_is("Receive")
        self.keep_handles()
        person.select(0, 1)
        raw.reply("ChangeMessageVisibilityBatch", self._refused_entries(2))
        await person.press_soon("Release")
        await person.reads("2 of 2 messages could not be released.")
        raw.reply("ChangeMessageVisibilityBatch")
        for reply, words in (
            (self._refused_entries(2), "2 of 2 messages could not be deleted."),
            (
                error_reply("AccessDenied", f"Not: {' '.join(self._echo())}", status=403),
                "could not be deleted",
            ),
        ):
            raw.reply("DeleteMessageBatch", reply)
            await person.dialog("Delete")
            await person.answers("Delete 2 messages")
            await person.reads(words)
        raw.reply("DeleteMessageBatch")
        await person.dialog("Delete")
        await person.answers("Delete 2 messages")
        await person.until(lambda: person.column("Messages", AGAIN).count("deleted") == 2, "two deleted")

    async def moves(self, dlq: str) -> None:
        """Move dead letters: refused in words that repeat them, then well."""
        person = self.person
        await person.opens(dlq, "Dead letters", place=ORDERS)
        await person.press_soon("Receive")
        await person.rows(2)
        await person.press_is("Receive")
        self.keep_handles()
        denied = error_reply("AccessDeniedException", f"Not: {' '.join(self._echo())}", status=403)
        await self._moves_badly(SendMessageBatch=denied, SendMessage=denied)
        await self._moves_badly(SendMessageBatch=self._refused_entries(2), SendMessage=denied)
        await self._moves_badly(DeleteMessageBatch=self._refused_entries(2))

    async def _moves_badly(self, **replies: Reply) -> None:
        person, raw = self.person, self.raw
        for operation, reply in replies.items():
            raw.reply(operation, reply)
        answered = len(raw.requests)
        person.select(0, 1)
        await person.dialog("Move selected")
        await person.answers("Start move")
        await person.until(
            lambda: replies.keys() & set(raw.operations()[answered:]), f"an answer to {list(replies)}"
        )
        await person.reads("Moved 0 of 2")
        await person.press_is("Move selected")
        for operation in replies:
            raw.reply(operation)

    async def moves_by_the_worker(self, source: str, destination: str, count: int) -> None:
        """Move so many that a process of its own does it."""
        person = self.person
        await person.opens(source, place=ORDERS)
        person.set("Messages to receive", count)
        await person.press_soon("Receive")
        await person.rows(count)
        await person.press_is("Receive")
        person.select(*range(count))
        await person.dialog("Move")
        person.choose("Destination", destination)
        await person.answers("Start move")
        moved = f"Moved {count} messages to {destination}."
        await person.until(lambda: moved in person.words(), "the end of the move", 60)

    # What goes wrong in the program itself

    async def has_faults(self) -> None:
        """Let slots raise what repeats a body, quoted or not, or has it in a variable; copy the reports."""
        body, field = self.marks.new("variable"), self.marks.new("field")
        for fault in (
            partial(_fault_beside, body),
            partial(int, field),
            partial(dict[str, str]().__getitem__, field),
            partial(_fault_that_repeats, body),
        ):
            QTimer.singleShot(0, fault)
            await self.person.reads("A fault in the program.")
            await self.person.dialog("Show report")
            await self.person.press_soon("Copy report")
            await self.person.answers("Close")
            await self.person.until(lambda: "A fault" not in self.person.words(), "the strip's end")

    # Activity

    def copies_all_of_activity(self) -> None:
        """Unfold Activity, select each row and copy it in every way."""
        person = self.person
        person.press("Activity")
        table = hands.find(DataTable, "Activity jobs", person.window)
        for row in range(table.model().rowCount()):
            hands.select(table, [row])
            for action in table.actions():
                if action.text().startswith("Copy") and action.isEnabled():
                    action.trigger()

    # What the marks are

    def keep_handles(self) -> None:
        """Look from now on for every receipt handle that the server gave."""
        for request, reply in self.raw.passed:
            if request.operation == "ReceiveMessage":
                for number, message in enumerate(json.loads(reply.body).get("Messages", ())):
                    self.marks.add(f"handle {len(self.marks.texts)}.{number}", message["ReceiptHandle"])

    def _echo(self) -> list[str]:
        return [*self.bodies, *(text for kind, text in self.marks.texts.items() if kind.startswith("handle"))]

    def _refused_entries(self, count: int) -> Reply:
        """Refuse the entries of a batch in words that repeat bodies and handles."""
        failed = [
            {
                "Id": str(index),
                "SenderFault": True,
                "Code": "InternalError",
                "Message": " ".join(self._echo()),
            }
            for index in range(count)
        ]
        return Reply(body=json.dumps({"Successful": [], "Failed": failed}).encode())


def _fault_that_repeats(body: str) -> None:
    raise ParamValidationError(report=f"MessageBody, value: {body}") from MessageRefused(f"Bad: {body}")


def _fault_beside(body: str) -> None:
    raise RuntimeError(f"a fault beside {len(body)} characters")
