"""Messages in a file: what stands beside each one, and the formats there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqs_explorer.domain.messages import ReceivedMessage


class FileFormat(Enum):
    """The formats of an export; the value is the name on screen."""

    JSON_LINES = "JSON Lines"
    CSV = "CSV"

    @property
    def suffix(self) -> str:
        """The usual end of a file's name, with its dot."""
        return ".jsonl" if self is FileFormat.JSON_LINES else ".csv"


@dataclass(frozen=True, slots=True)
class MessageOrigin:
    """Where a message was received; what is not known is empty."""

    connection: str = ""
    account_id: str = ""
    region: str = ""
    queue_name: str = ""
    queue_arn: str = ""


@dataclass(frozen=True, slots=True)
class FiledMessage:
    """One message of a file, without its receipt handle. Times are aware."""

    message: ReceivedMessage
    origin: MessageOrigin = MessageOrigin()
    received_at: datetime | None = None
    exported_at: datetime | None = None
