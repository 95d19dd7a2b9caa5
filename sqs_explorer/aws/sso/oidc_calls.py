"""The three calls to IAM Identity Center's OIDC service, with their errors in the program's own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqs_explorer.aws.blocking_calls import BlockingCalls
from sqs_explorer.aws.sessions import SharedLibrary
from sqs_explorer.aws.sso.oidc_client import is_safe_page, new_client
from sqs_explorer.aws.sso.oidc_errors import translate_refusal
from sqs_explorer.aws.sso.registration import Registration
from sqs_explorer.aws.sso.sso_settings import SsoSettings
from sqs_explorer.domain.errors import ConnectionClosed, SignInFailed
from sqs_explorer.services.ports import Clock

CLIENT_NAME = "SQS Explorer"
DEFAULT_INTERVAL_SECONDS = 5
_METHODS = MappingProxyType(
    {
        "RegisterClient": "register_client",
        "StartDeviceAuthorization": "start_device_authorization",
        "CreateToken": "create_token",
    }
)
_SECRET_PARAMETERS = ("clientSecret", "code", "codeVerifier", "deviceCode")


@dataclass(frozen=True, slots=True)
class CreatedToken:
    """What a sign-in has led to; `expires_at` in UTC."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class DeviceAuthorization:
    """What the person confirms, and how often to ask whether they have."""

    device_code: str = field(repr=False)
    user_code: str
    url: str
    expires_at: datetime
    interval_seconds: float


class OidcCalls:
    """Calls the service of one SSO region in threads that end with it. Each call is tried once.

    Every method raises Unreachable, OidcRefusal with AWS's words, or SignInFailed for another answer.
    """

    def __init__(
        self,
        settings: SsoSettings,
        library: SharedLibrary,
        calls: BlockingCalls,
        clock: Clock,
        endpoint_url: str,
    ) -> None:
        self._settings = settings
        self._library = library
        self._calls = calls
        self._clock = clock
        self._endpoint_url = endpoint_url
        self._client: Any = None

    async def authorize_url(self) -> str:
        """Return the page on which a browser begins, without its query."""
        await self._connect("RegisterClient")
        return f"{str(self._client.meta.endpoint_url).rstrip('/')}/authorize"

    async def register(self, grants: tuple[str, ...], redirect_uri: str) -> Registration:
        """Make the program known to AWS; with no grants for device codes."""
        parameters: dict[str, Any] = {"clientName": CLIENT_NAME, "clientType": "public"}
        if self._settings.scopes:
            parameters["scopes"] = list(self._settings.scopes)
        if grants:
            parameters |= {
                "grantTypes": list(grants),
                "redirectUris": [redirect_uri],
                "issuerUrl": self._settings.start_url,
            }
        answer = await self._call("RegisterClient", parameters)
        with _reading("RegisterClient"):
            expires_at = datetime.fromtimestamp(int(answer["clientSecretExpiresAt"]), UTC)
            return Registration(answer["clientId"], answer["clientSecret"], expires_at)

    async def start_device(self, registration: Registration) -> DeviceAuthorization:
        """Ask for a code that the person confirms on any device."""
        parameters = {**_client(registration), "startUrl": self._settings.start_url}
        answer = await self._call("StartDeviceAuthorization", parameters)
        with _reading("StartDeviceAuthorization"):
            return DeviceAuthorization(
                answer["deviceCode"],
                answer["userCode"],
                answer.get("verificationUriComplete") or answer["verificationUri"],
                self._clock.now() + timedelta(seconds=int(answer["expiresIn"])),
                max(1.0, float(answer.get("interval") or DEFAULT_INTERVAL_SECONDS)),
            )

    async def create_token(self, registration: Registration, grant: str, **parameters: str) -> CreatedToken:
        """Exchange what the person confirmed for a token."""
        answer = await self._call("CreateToken", {**_client(registration), "grantType": grant, **parameters})
        with _reading("CreateToken"):
            expires_at = self._clock.now() + timedelta(seconds=int(answer["expiresIn"]))
            return CreatedToken(answer["accessToken"], answer.get("refreshToken") or "", expires_at)

    def close(self) -> None:
        """Close the network connections."""
        if self._client is not None:
            self._client.close()

    async def _call(self, operation: str, parameters: Mapping[str, Any]) -> Mapping[str, Any]:
        await self._connect(operation)
        secrets = [str(parameters[name]) for name in _SECRET_PARAMETERS if parameters.get(name)]
        try:
            answer = await self._calls.run(getattr(self._client, _METHODS[operation]), **parameters)
        except ConnectionClosed:
            raise
        except Exception as error:  # botocore's own; its causes may hold what was sent
            raise translate_refusal(error, operation, self._settings.region, secrets) from None
        return answer  # type: ignore[no-any-return]

    async def _connect(self, operation: str) -> None:
        if self._client is not None:
            return
        try:
            client = await self._calls.run(new_client, self._settings, self._library, self._endpoint_url)
        except ConnectionClosed:
            raise
        except Exception as error:  # botocore's own: a region that is none, a broken file, a missing bundle
            raise translate_refusal(error, operation, self._settings.region, []) from None
        endpoint_url = str(client.meta.endpoint_url)
        if not is_safe_page(endpoint_url):
            client.close()
            raise SignInFailed(
                f"Signing in over plain http is not safe: {endpoint_url}. Use an https endpoint."
            )
        self._client = client


@contextmanager
def _reading(operation: str) -> Iterator[None]:
    """Turn an answer that lacks what it must have into SignInFailed; what it has is not repeated."""
    try:
        yield
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        raise SignInFailed(f"AWS's answer to {operation} can't be understood.") from None


def _client(registration: Registration) -> dict[str, str]:
    return {"clientId": registration.client_id, "clientSecret": registration.client_secret}
