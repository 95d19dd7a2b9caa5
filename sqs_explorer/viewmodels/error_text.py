"""Every domain error in a person's words: what happened, what to do next, and the details for support."""

from __future__ import annotations

from dataclasses import dataclass

from sqs_explorer.domain import errors


@dataclass(frozen=True, slots=True)
class ErrorText:
    """What a banner shows: title, sentence, next step, and operation, code and request ID for support."""

    title: str
    text: str
    next_step: str = ""
    details: str = ""

    @property
    def short(self) -> str:
        """One line for a tree row or the activity list."""
        return self.title


Row = tuple[str, str]
"""Title and next step; the text is the error's own sentence."""

_ROWS: dict[type[errors.SqsExplorerError], Row] = {
    errors.SqsExplorerError: ("This did not work", ""),
    errors.InvalidInput: ("Not accepted", "Change what is marked, then try again."),
    errors.ConfigFileBroken: ("The AWS file can't be read", "Mend the file; it is read again with Refresh."),
    errors.ConnectionClosed: ("The connection is closed", "Open it again in Connections."),
    errors.ReadOnlyConnection: ("Read-only connection", "Unlock writing in the header."),
    errors.ChecksumMismatch: ("The checksums differ", "Do not delete the original; look at both messages."),
    errors.SandboxFailed: ("The demo's SQS has ended", "Open the demo again."),
    errors.JournalFailed: (
        "The journal of moves can't be written",
        "Make room on the disk or check its permissions; nothing more is sent without it.",
    ),
    errors.WorkerFailed: (
        "The move's own process has ended",
        "Look at Unfinished moves: what it sent and deleted is in the journal.",
    ),
    errors.FileNotWritten: (
        "The file was not written",
        "Choose another folder, or make room; a file that was there before is as it was.",
    ),
    errors.FileNotRead: ("The file can't be read", "Choose another file, or check its permissions."),
    errors.NotExported: ("Not a file of messages", "Open a file that Export wrote as JSON Lines."),
    errors.AwsError: ("AWS refused", "Look at the details."),
    errors.CredentialsMissing: (
        "No credentials",
        "Add keys or a source to this profile, then open it again.",
    ),
    errors.CredentialsRejected: (
        "Credentials not accepted",
        "Check the access key and the secret of this profile.",
    ),
    errors.SignInExpired: ("Sign-in expired", "Sign in again, then Refresh."),
    errors.SignInCancelled: ("Not signed in", "Sign in when it suits you; nothing was changed."),
    errors.SignInFailed: ("Sign-in failed", "Sign in again."),
    errors.KeyringFailed: ("The keyring does not help", "Unlock it, then try again."),
    errors.ActivityNotKept: ("The activity is not kept", "Make room on the disk or check its permissions."),
    errors.MfaNeeded: ("MFA code needed", "Open the connection in the window, which asks for the code."),
    errors.MfaCodeRefused: ("MFA code not accepted", "Wait for the device's next code, then try again."),
    errors.CommandFailed: (
        "The profile's command failed",
        "Run it in a terminal to see what it says, then Refresh.",
    ),
    errors.ClockWrong: ("This machine's clock is wrong", "Set the clock by the network, then Refresh."),
    errors.CommandNotAgreed: (
        "Command not agreed",
        "Open the connection again and agree to run its command.",
    ),
    errors.AccessDenied: ("Access denied", "Ask for the permission, or use another profile."),
    errors.RegionNotEnabled: ("Region not enabled", "Enable the region for the account, or leave it out."),
    errors.Unreachable: ("Unreachable", "Check network, proxy and endpoint URL, then Refresh."),
    errors.OutcomeUnknown: ("Outcome unknown", "It may have been done. Look before you do it again."),
    errors.Throttled: ("Slowed down by AWS", "Wait a moment, then try again."),
    errors.QueueNotFound: ("The queue does not exist", "It may have been deleted. Refresh the list."),
    errors.MessageRefused: ("SQS refused the message", "Change the message; nothing was sent."),
    errors.ReceiptHandleExpired: ("No longer held", "Receive the message again, then repeat this."),
    errors.MoveTaskRefused: (
        "Redrive refused",
        "Look at the reason; Move selected works without a move task.",
    ),
    errors.PurgeRefused: ("Not purged again yet", "Wait until 60 seconds have passed, then purge again."),
    errors.KmsRefused: (
        "The encryption key can't be used",
        "Ask for kms:Decrypt and kms:GenerateDataKey on the queue's key.",
    ),
    errors.OperationNotOffered: (
        "Not offered by this server",
        "What does not need it works all the same.",
    ),
    errors.ServiceFailure: ("SQS answered with an error", "Look at the details."),
    errors.ServerTooOld: ("Server too old", "Use a newer version of that server."),
    errors.ServiceUnavailable: ("SQS has a problem", "Try again in a moment."),
}


def error_text(error: errors.SqsExplorerError) -> ErrorText:
    """Return the words for an error, by its class or the nearest above it, with the IAM action if denied."""
    title, next_step = next(_ROWS[kind] for kind in type(error).__mro__ if kind in _ROWS)
    text = str(error)
    if isinstance(error, errors.AccessDenied) and error.action:
        text = f"This identity may not {error.action}. {error}"
        next_step = f"Ask for {error.action}, or use another profile."
    return ErrorText(title, text, next_step, _details(error))


def _details(error: errors.SqsExplorerError) -> str:
    if not isinstance(error, errors.AwsError):
        return ""
    parts = [error.operation, error.code, f"request ID {error.request_id}" if error.request_id else ""]
    return " · ".join(part for part in parts if part)
