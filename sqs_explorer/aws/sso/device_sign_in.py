"""Signs in with a code that the person confirms in a browser, on this machine or any other."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import NoReturn

from sqs_explorer.aws.sso.oidc_calls import CreatedToken, DeviceAuthorization, OidcCalls
from sqs_explorer.aws.sso.oidc_client import is_safe_page
from sqs_explorer.aws.sso.oidc_errors import OidcRefusal
from sqs_explorer.aws.sso.registration import Registration
from sqs_explorer.domain.errors import SignInFailed, Unreachable
from sqs_explorer.domain.sign_in import SignInStep, SignInWay
from sqs_explorer.services.ports import Clock

GRANT = "urn:ietf:params:oauth:grant-type:device_code"
SLOW_DOWN_SECONDS = 5.0
"""By how much to ask less often when told to (RFC 8628, 3.5)."""

MAX_LOST_ANSWERS = 3
_FAULT = "InternalServerException"
_SLOW_DOWN = frozenset({"SlowDownException", "ThrottlingException", "TooManyRequestsException"})

Sleep = Callable[[float], Awaitable[None]]


class DeviceSignIn:
    """The other way to a token; `open_url` returns False if no browser could be opened."""

    grants: tuple[str, ...] = ()
    redirect_uri = ""

    def __init__(
        self, oidc: OidcCalls, open_url: Callable[[str], bool], clock: Clock, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._oidc = oidc
        self._open_url = open_url
        self._clock = clock
        self._sleep = sleep

    async def token(
        self, registration: Registration, scopes: tuple[str, ...], on_step: Callable[[SignInStep], None]
    ) -> CreatedToken:
        """Return the token. Raises SignInFailed and Unreachable; the scopes are the registration's."""
        device = await self._oidc.start_device(registration)
        if not is_safe_page(device.url):
            raise SignInFailed("AWS's answer names a page that is not safe to open: it is not https.")
        is_opened = self._open_url(device.url)
        on_step(SignInStep(SignInWay.DEVICE, device.url, device.user_code, is_opened, device.expires_at))
        return await self._poll(registration, device)

    async def _poll(self, registration: Registration, device: DeviceAuthorization) -> CreatedToken:
        interval_seconds = device.interval_seconds
        lost_answers = 0
        while True:
            await self._sleep(interval_seconds)
            if self._clock.now() >= device.expires_at:
                _too_late()
            try:
                return await self._oidc.create_token(registration, GRANT, deviceCode=device.device_code)
            except Unreachable:
                lost_answers += 1
                if lost_answers > MAX_LOST_ANSWERS:
                    raise
            except OidcRefusal as refusal:
                lost_answers = lost_answers + 1 if refusal.code == _FAULT else 0
                if refusal.code != _FAULT or lost_answers > MAX_LOST_ANSWERS:
                    interval_seconds += _patience(refusal)


def _patience(refusal: OidcRefusal) -> float:
    """Return by how many seconds to ask less often; raise if asking again is useless."""
    if refusal.code == "AuthorizationPendingException":
        return 0.0
    if refusal.code in _SLOW_DOWN:
        return SLOW_DOWN_SECONDS
    if refusal.code == "ExpiredTokenException":
        _too_late()
    if refusal.code == "AccessDeniedException":
        reason = f": {refusal.words}" if refusal.words else ""
        raise SignInFailed(f"The request was denied in the browser{reason}.") from None
    raise refusal


def _too_late() -> NoReturn:
    raise SignInFailed("The code ran out before it was confirmed in the browser.") from None
