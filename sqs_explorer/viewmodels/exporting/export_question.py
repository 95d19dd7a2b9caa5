"""What the Export dialog asks, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqs_explorer.domain.filed_messages import FileFormat
from sqs_explorer.domain.quantities import count_words, size_words

CONTENTS = {
    FileFormat.JSON_LINES: (
        "One message a line, without loss: body, attributes with their types, system attributes, where and "
        "when it was received. It can be replayed into a queue. Receipt handles are never written."
    ),
    FileFormat.CSV: (
        "For a ticket or a spreadsheet: message ID, sent, receives, group, queue, a column for each "
        "attribute, and the body."
    ),
}
CSV_CAUTION = (
    "CSV alters text: a cell that starts with = + - @, a tab or a line break gets an apostrophe before it, "
    "so that no spreadsheet runs it as a formula. It can't be replayed. Use JSON Lines to keep messages."
)


@dataclass(frozen=True, slots=True)
class ExportQuestion:
    """What the dialog shows. `message_ids` is what would be written; `of_all` if nothing was selected."""

    message_ids: tuple[str, ...]
    size_bytes: int
    of_all: bool
    queue_name: str
    where: str
    environment: str
    asked_at: datetime

    @property
    def sentence(self) -> str:
        """Which messages will be written, with the numbers."""
        count = len(self.message_ids)
        if not count:
            return "No messages are received yet: there is nothing to export."
        size = size_words(self.size_bytes)
        verb = "is" if count == 1 else "are"
        if self.of_all:
            which = "The 1 message" if count == 1 else f"All {count_words(count, 'message')}"
            return f"{which} received from {self.queue_name}, {size}, {verb} written to a file."
        which = count_words(count, "selected message")
        return f"{which} of {self.queue_name}, {size}, {verb} written to a file."

    def suggested_name(self, file_format: FileFormat) -> str:
        """Return a file name such as `OrderQueue-DLQ 2024-03-02 1014.sqs.jsonl`, in local time.

        By `.sqs.jsonl` a desktop knows the file for ours also where another program has `.jsonl`.
        """
        moment = self.asked_at.astimezone().strftime("%Y-%m-%d %H%M")
        # SQS allows a queue name letters, digits, - and _ only; other servers may not.
        safe = "".join(sign if sign.isalnum() or sign in "-_." else "_" for sign in self.queue_name)
        kind = ".sqs" if file_format is FileFormat.JSON_LINES else ""
        return f"{safe[:80]} {moment}{kind}{file_format.suffix}"


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What was chosen: the format and where to."""

    file_format: FileFormat
    path: str
