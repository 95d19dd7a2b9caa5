"""What signing in needs of the outside world: the person, the keyring, IAM Identity Center."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import SignInExpired
from sqs_explorer.domain.keys import KeptWhere, TypedKey
from sqs_explorer.domain.sign_in import MfaRequest, SignInNeed, SignInStatus, SignInStep, SignInWay
from sqs_explorer.services.stopping import StopRequest


class SignInQuestions(Protocol):
    """Asks the person; the window fulfils it. Called on the loop's thread."""

    async def mfa_code(self, request: MfaRequest) -> str:
        """Return the code that the person typed; one question a device at a time.

        Raises SignInCancelled.
        """
        ...


class SignInDesk(Protocol):
    """Hears of sign-ins that have expired, and lets calls wait until the person has signed in again."""

    def note_expired(self, connection_id: str, error: SignInExpired) -> None:
        """Show that a connection's sign-in has expired."""
        ...

    async def wait(self, connection_id: str) -> bool:
        """Return True once the person has signed in again, False if they will not."""
        ...


class SignIns(Protocol):
    """Signs in to IAM Identity Center; the AWS CLI and this program share one cache of tokens."""

    async def need(self, spec: ConnectionSpec) -> SignInNeed:
        """Return what the sign-in of a connection's profile takes; reads the AWS files, contacts nobody."""
        ...

    async def status(self, spec: ConnectionSpec) -> SignInStatus:
        """Return how long the cached token of an SSO profile lasts (expires_at None: there is none).

        Reads files only.
        """
        ...

    async def sign_in(
        self,
        spec: ConnectionSpec,
        way: SignInWay,
        *,
        on_step: Callable[[SignInStep], None],
        stop: StopRequest,
    ) -> SignInStatus:
        """Sign in and keep the token where the AWS CLI finds it.

        `stop` ends the waiting. Raises SignInFailed, SignInCancelled, Unreachable, CredentialsMissing.
        """
        ...


class SecretStore(Protocol):
    """Keeps typed access keys by the name of their connection: in the OS keyring, else for this run.

    A keyring that waits for its password blocks only its own thread, and not for good.
    """

    async def keep(self, name: str, key: TypedKey) -> KeptWhere:
        """Keep a key, both fields or none, and tell where it is now. Raises KeyringFailed."""
        ...

    async def place(self) -> tuple[KeptWhere, str]:
        """Return where a key would be kept now, and a sentence why not in the keyring ("" if it would be).

        Raises KeyringFailed.
        """
        ...

    def keep_for_this_run(self, name: str, key: TypedKey) -> None:
        """Keep a key in memory alone, whatever the keyring says."""
        ...

    async def find(self, name: str) -> TypedKey | None:
        """Return a key, None if there is none. Raises KeyringFailed, as when it stays locked."""
        ...

    async def forget(self, name: str) -> None:
        """Delete a key; one that is not there is fine. Raises KeyringFailed."""
        ...
