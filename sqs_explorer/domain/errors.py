"""Every way in which SQS, a profile or this machine can say no, in the program's own words."""

from __future__ import annotations


class SqsExplorerError(Exception):
    """The root of all errors that a screen shows. `str(error)` is a plain sentence for the details line."""


class InvalidInput(SqsExplorerError):
    """Something typed breaks an SQS rule; `field` names the control in words as on screen."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


class ConfigFileBroken(SqsExplorerError):
    """An AWS config or credentials file can't be read; `path` names it."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class ConnectionClosed(SqsExplorerError):
    """The connection was closed while a call was under way or before it began.

    `was_under_way` says that the call had begun: nobody knows then what the server did.
    """

    def __init__(self, message: str, *, was_under_way: bool = False) -> None:
        super().__init__(message)
        self.was_under_way = was_under_way


class ReadOnlyConnection(SqsExplorerError):
    """The gateway refused `operation`, because the connection is read-only."""

    def __init__(self, operation: str) -> None:
        super().__init__(f"{operation} is off: this connection is read-only.")
        self.operation = operation


class ChecksumMismatch(SqsExplorerError):
    """The MD5 that SQS answered differs from the one computed here; `what` is "body" or "attributes"."""

    def __init__(self, what: str, expected: str, answered: str) -> None:
        super().__init__(f"The MD5 of the {what} is {expected}; the server answered {answered or 'none'}.")
        self.what = what


class SandboxFailed(SqsExplorerError):
    """The embedded SQS did not start or has ended."""


class JournalFailed(SqsExplorerError):
    """The journal of moves can't be read or written: the disk is full, read-only or broken."""


class WorkerFailed(SqsExplorerError):
    """The process that moves messages did not start or has ended; the journal tells how far it came."""


class FileNotWritten(SqsExplorerError):
    """A file of messages could not be written; an older one of the same name is as it was."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"“{name}” was not written: {reason}")
        self.name = name
        self.reason = reason


class FileNotRead(SqsExplorerError):
    """A file of messages can't be read."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"“{name}” can't be read: {reason}")
        self.name = name
        self.reason = reason


class NotExported(SqsExplorerError):
    """A file that was opened holds no messages that Export wrote as JSON Lines."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"“{name}” holds no exported messages. {reason}")


class SignInCancelled(SqsExplorerError):
    """The person chose not to sign in, or not to give a code."""


class SignInFailed(SqsExplorerError):
    """A sign-in did not come to its end: refused, too late, or an answer that was not meant for us."""


class KeyringFailed(SqsExplorerError):
    """The OS keyring is locked, refuses or does not answer; the text says what and what helps."""


class ActivityNotKept(SqsExplorerError):
    """The list of what was done can't be written to or read from this machine's disk."""


class AwsError(SqsExplorerError):
    """A call to AWS that failed.

    `code` is the service's error code ("" if none came back), `operation` the API operation such as
    "ReceiveMessage", `request_id` what AWS support asks for, `retry_may_help` whether the same call may work
    later.
    """

    retry_may_help = False

    def __init__(self, message: str, *, operation: str = "", code: str = "", request_id: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.operation = operation
        self.code = code
        self.request_id = request_id


class CredentialsMissing(AwsError):
    """The profile names no credentials, or names a source that is not there."""


class CredentialsRejected(AwsError):
    """AWS does not know the access key, or the secret does not fit it."""


class SignInExpired(AwsError):
    """A session token, SSO or login session has expired and must be renewed."""


class MfaNeeded(AwsError):
    """The role wants an MFA code, which the program doesn't ask for on a terminal."""


class MfaCodeRefused(AwsError):
    """AWS did not accept the MFA code: mistyped, too old, or used before."""


class CommandFailed(AwsError):
    """The agreed credential_process failed, hung, or answered what is no credentials.

    The text never holds what it printed.
    """


class ClockWrong(AwsError):
    """AWS refuses signatures because this machine's clock is wrong.

    `ahead_seconds` is by how much it is ahead of the answer's Date, negative if it is behind.
    """

    def __init__(
        self, message: str, *, ahead_seconds: float, operation: str = "", code: str = "", request_id: str = ""
    ) -> None:
        super().__init__(message, operation=operation, code=code, request_id=request_id)
        self.ahead_seconds = ahead_seconds


class CommandNotAgreed(AwsError):
    """The profile gets its credentials from a command that the person has not agreed to run yet."""


class AccessDenied(AwsError):
    """The identity lacks a permission; `action` is the IAM action such as "sqs:ListQueues"."""

    def __init__(
        self, message: str, *, action: str, operation: str = "", code: str = "", request_id: str = ""
    ) -> None:
        super().__init__(message, operation=operation, code=code, request_id=request_id)
        self.action = action


class RegionNotEnabled(AwsError):
    """The account has not enabled this region, or the region does not exist."""


class Unreachable(AwsError):
    """No answer came from the endpoint: name, network, proxy, TLS or time-out."""

    retry_may_help = True


class OutcomeUnknown(AwsError):
    """A write was sent and no answer came back: it may or may not have been done."""


class Throttled(AwsError):
    """AWS asks to slow down."""

    retry_may_help = True


class QueueNotFound(AwsError):
    """The queue does not exist (any more), or the identity may not see it."""


class MessageRefused(AwsError):
    """SQS refused a message: its characters, size, attributes, group or deduplication ID."""


class ReceiptHandleExpired(AwsError):
    """The receipt handle no longer works: the visibility timeout ended (FIFO), or the message is gone."""


class MoveTaskRefused(AwsError):
    """A message move task can't be started, listed or cancelled as asked."""


class PurgeRefused(AwsError):
    """The queue was purged less than 60 seconds ago; SQS allows one purge in that time."""


class KmsRefused(AwsError):
    """The queue's KMS key can't be used: permission, state or existence."""


class OperationNotOffered(AwsError):
    """The server behind the endpoint does not have this operation (it is not AWS, or an old one)."""


class ServiceFailure(AwsError):
    """Any other error from the service, shown with its own code and text."""


class ServerTooOld(ServiceFailure):
    """The server behind the endpoint knows only SQS's older protocol, in XML."""


class ServiceUnavailable(ServiceFailure):
    """The service itself failed (HTTP 5xx)."""

    retry_may_help = True
