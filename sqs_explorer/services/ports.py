"""What the services need of the outside world; aws/, storage/ and the tests' fakes fulfil it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import datetime
from typing import ParamSpec, Protocol, TypeVar

from sqs_explorer.domain.connections import ConnectionSpec, Identity, ProfileListing
from sqs_explorer.domain.keys import SessionKeys
from sqs_explorer.domain.messages import EntryFailure, OutgoingMessage, ReceivedBatch, SentMessage
from sqs_explorer.domain.move_tasks import MoveTask
from sqs_explorer.domain.moves import (
    HeldOriginal,
    JournalEntry,
    MoveOrder,
    MoveOutcome,
    MoveProgress,
    SentBefore,
    UnfinishedOperation,
    WaitingOriginal,
)
from sqs_explorer.domain.queues import QueueAttributes
from sqs_explorer.domain.settings import Settings
from sqs_explorer.domain.sign_in import SignInStatus
from sqs_explorer.services.stopping import StopRequest
from sqs_explorer.services.write_locking import WriteLock

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class OffThread(Protocol):
    """Runs what would hold up the window (formatting a large body, reading a file) on another thread."""

    async def run(
        self, function: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        """Return what `function` returns, or raise what it raises."""
        ...


class Clock(Protocol):
    """Time, so that tests can turn it."""

    def now(self) -> datetime:
        """Return the time of day, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        ...


class MessageGateway(Protocol):
    """What a move needs of SQS in one region under one connection: its messages, and no more.

    Every method raises AwsError's children, ReadOnlyConnection or ConnectionClosed.
    """

    async def receive(
        self, queue_url: str, *, maximum: int, wait_seconds: int, visibility_seconds: int | None
    ) -> ReceivedBatch:
        """Receive up to `maximum` (1 to 10) messages with all their attributes.

        None takes the queue's own timeout.
        """
        ...

    async def send_batch(
        self, queue_url: str, messages: Sequence[OutgoingMessage]
    ) -> tuple[SentMessage | EntryFailure, ...]:
        """Send 1 to 10 messages of at most 1 MiB in sum; one result for each, in order.

        Raises OutcomeUnknown.
        """
        ...

    async def delete_batch(
        self, queue_url: str, receipt_handles: Sequence[str]
    ) -> tuple[EntryFailure | None, ...]:
        """Delete 1 to 10 messages; one result for each, in order, None where it was deleted."""
        ...

    async def change_visibility_batch(
        self, queue_url: str, receipt_handles: Sequence[str], visibility_seconds: int
    ) -> tuple[EntryFailure | None, ...]:
        """Make 1 to 10 messages visible again in `visibility_seconds` (0 to 43,200) from now.

        One result for each.
        """
        ...


class SqsGateway(MessageGateway, Protocol):
    """SQS in one region under one connection.

    Every method raises AwsError's children, ReadOnlyConnection or ConnectionClosed.
    """

    @property
    def region(self) -> str:
        """The region's code."""
        ...

    def list_queue_urls(self) -> AsyncIterator[tuple[str, ...]]:
        """Yield pages of queue URLs until all were listed.

        ListQueues gives a next page only if MaxResults was set; else it stops at 1,000.
        """
        ...

    async def queue_attributes(self, queue_url: str) -> QueueAttributes:
        """Return all attributes of a queue."""
        ...

    async def queue_tags(self, queue_url: str) -> Mapping[str, str]:
        """Return the queue's tags."""
        ...

    async def queue_url(self, name: str, account_id: str = "") -> str:
        """Return the URL of a queue by name, of another account if `account_id` is given."""
        ...

    async def dead_letter_source_urls(self, queue_url: str) -> tuple[str, ...]:
        """Return the URLs of the queues whose DLQ this is (all pages)."""
        ...

    async def send(self, queue_url: str, message: OutgoingMessage) -> SentMessage:
        """Send one message, tried once on a standard queue. Raises OutcomeUnknown if no answer came."""
        ...

    async def start_move_task(
        self, source_arn: str, destination_arn: str = "", messages_per_second: int | None = None
    ) -> str:
        """Start SQS's own redrive and return the task handle.

        No destination means each message's original source.
        """
        ...

    async def move_tasks(self, source_arn: str) -> tuple[MoveTask, ...]:
        """Return the newest ten tasks of a source, newest first."""
        ...

    async def cancel_move_task(self, task_handle: str) -> int:
        """Cancel a running task and return about how many messages it had moved; those stay moved."""
        ...

    async def purge_queue(self, queue_url: str) -> str:
        """Delete all messages, those in flight and delayed among them; takes up to 60 seconds.

        Returns the request ID. Raises PurgeRefused if one was asked for in the last 60 seconds.
        """
        ...

    async def delete_queue(self, queue_url: str) -> str:
        """Delete a queue with its messages; takes up to 60 seconds. Returns the request ID."""
        ...

    async def has_queues(self) -> bool:
        """Whether the region has at least one queue: one ListQueues that asks for one."""
        ...


class ConnectionGateway(Protocol):
    """One open connection: its regions' SQS, its identity, its threads. Opening it contacts nobody."""

    @property
    def spec(self) -> ConnectionSpec:
        """What it was opened with."""
        ...

    def sqs(self, region: str) -> SqsGateway:
        """Return SQS in a region; the same object for the same region."""
        ...

    @property
    def custom_endpoint_url(self) -> str:
        """The server that it calls instead of AWS; "" for AWS, and before the first call could tell."""
        ...

    @property
    def write_lock(self) -> WriteLock:
        """Whether it may write now; as its spec says at first."""
        ...

    async def identity(self) -> Identity:
        """Return who AWS says this is (sts:GetCallerIdentity) and the account's alias, asked once."""
        ...

    async def keys(self) -> SessionKeys:
        """Return what signs its calls now, renewed if that is due: for its worker process, in memory only.

        Raises what a call raises, and waits for the person as a call does.
        """
        ...

    async def sign_in_status(self) -> SignInStatus | None:
        """Return how long its credentials last, None before it has any. Contacts nobody."""
        ...

    async def enabled_regions(self) -> frozenset[str]:
        """Return the codes of the regions that the account has enabled.

        account:ListRegions, else ec2:DescribeRegions. Raises AwsError's children if neither may be asked.
        """
        ...

    def renew(self) -> None:
        """Forget the credentials in use: the next call reads them anew, as after a sign-in."""
        ...

    async def close(self) -> None:
        """Refuse new calls, wait a moment for those under way, end the threads."""
        ...


class ConnectionOpener(Protocol):
    """Makes gateways; contacts nobody by itself."""

    def open(self, spec: ConnectionSpec) -> ConnectionGateway:
        """Return the gateway of a new connection."""
        ...


class ProfileReader(Protocol):
    """Reads profiles from the AWS files and the environment, off the main thread.

    Runs nothing, contacts nobody.
    """

    async def read_profiles(self) -> ProfileListing:
        """Return the profiles and what was wrong with the files.

        A broken file is a problem in the listing, not an error.
        """
        ...


class SettingsStore(Protocol):
    """Keeps settings between two runs."""

    async def load(self) -> Settings:
        """Return the settings; the defaults if none were saved or they can't be read."""
        ...

    async def save(self, settings: Settings) -> None:
        """Keep the settings. Raises OSError if the disk refuses."""
        ...


class EmbeddedSqs(Protocol):
    """The SQS inside the program that the demo runs on."""

    @property
    def is_running(self) -> bool:
        """Whether it is alive."""
        ...

    @property
    def services_running(self) -> bool:
        """Whether the demo's services work on the queues now."""
        ...

    async def start(self) -> tuple[ConnectionSpec, ...]:
        """Start it and return the connections to open. Raises SandboxFailed."""
        ...

    def pause_services(self) -> None:
        """Let the demo's services rest. Raises SandboxFailed."""
        ...

    def resume_services(self) -> None:
        """Let them go on. Raises SandboxFailed."""
        ...

    async def stop(self) -> None:
        """End it."""
        ...


class MoveJournal(Protocol):
    """What was sent, verified and deleted, kept on this machine so that a crash loses nothing.

    Shared by all programs and workers of one person. A call has committed to the disk when it returns. Every
    method raises JournalFailed.
    """

    async def begin(self, order: MoveOrder, started_at: datetime, expected: int | None) -> None:
        """Write down an operation before its first send; it belongs to this process until it ends.

        An operation that was begun before (resumed after a crash) is taken over.
        """
        ...

    async def write(self, operation_id: str, entries: Sequence[JournalEntry]) -> None:
        """Write the newest state of messages, all or none; a later entry of a message replaces the earlier.

        An empty text or None in an entry leaves what was written before.
        """
        ...

    async def end(self, operation_id: str, ended_at: datetime) -> None:
        """Say that an operation is over: nothing of it has to be shown at the next start."""
        ...

    async def let_go(self, operation_id: str) -> None:
        """Give up an operation of this process that is not over: from now on it is among the unfinished."""
        ...

    async def entries(self, operation_id: str) -> tuple[JournalEntry, ...]:
        """Return what is known of an operation's messages, in the order first written."""
        ...

    async def sent_before(self, source_arn: str, message_ids: Sequence[str]) -> Mapping[str, SentBefore]:
        """Return, by source message ID, the verified copies whose originals may still be in the source.

        Copies and replays, whose originals were to stay, are not among them.
        """
        ...

    async def known_ids(self, message_ids: Sequence[str]) -> frozenset[str]:
        """Return those message IDs that were a source or a copy of any operation before."""
        ...

    async def unfinished(self) -> tuple[UnfinishedOperation, ...]:
        """Return operations that were begun and not ended, and whose process is gone; oldest first."""
        ...

    async def close(self) -> None:
        """Write what waits and close the file. Later calls raise JournalFailed."""
        ...


class MoveFeed(Protocol):
    """Hands the messages to move to the engine, as it has room for them."""

    @property
    def waiting(self) -> Sequence[WaitingOriginal]:
        """What will be handed over, in that order: the engine renews the holds meanwhile.

        Empty for a feed that receives. What gets no turn is told of by this, and never handed over.
        """
        ...

    async def take(self, maximum: int) -> Sequence[HeldOriginal]:
        """Return 1 to `maximum` (at most 10) originals, or none if there are no more."""
        ...


class MoveRunner(Protocol):
    """Runs moves: in this process, or in a worker process beside it."""

    async def run(
        self,
        order: MoveOrder,
        originals: Sequence[HeldOriginal],
        *,
        stop: StopRequest,
        on_progress: Callable[[MoveProgress], None],
    ) -> MoveOutcome:
        """Move messages; with `order.whole_queue` the engine receives them itself and `originals` is empty.

        Progress comes several times a second. What fails for single messages is in the progress; what ended
        the whole move early is in the outcome. Raises JournalFailed if nothing could begin.
        """
        ...
