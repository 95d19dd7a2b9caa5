"""Signs in to IAM Identity Center; the AWS CLI finds the token, and its own is found here."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqs_explorer.aws.blocking_calls import BlockingCalls
from sqs_explorer.aws.sessions import SharedLibrary
from sqs_explorer.aws.sso.browser_sign_in import WAIT_SECONDS, BrowserSignIn
from sqs_explorer.aws.sso.device_sign_in import DeviceSignIn, Sleep
from sqs_explorer.aws.sso.oidc_calls import CreatedToken, OidcCalls
from sqs_explorer.aws.sso.registration import Registration, Registrations
from sqs_explorer.aws.sso.shared_sign_in import SharedSignIn, StepListener
from sqs_explorer.aws.sso.sso_settings import SsoSettings, read_need, read_settings
from sqs_explorer.aws.sso.token_cache import read_token, write_cached, written_time
from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.sign_in import SignInKind, SignInNeed, SignInStatus, SignInWay
from sqs_explorer.services.ports import Clock
from sqs_explorer.services.stopping import StopRequest

_ENDING_SECONDS = 0.5
"""How long the end waits for a call under way; its thread ends with the call's own time-out."""


class IdentityCenterSignIns:
    """Fulfils the port SignIns.

    `open_url` opens a page in the browser and tells whether it could; it is called on the loop's thread.
    `cache_folder` None is `~/.aws/sso/cache`, `endpoint_url` "" is AWS's own.
    """

    def __init__(
        self,
        open_url: Callable[[str], bool],
        *,
        environ: Mapping[str, str],
        clock: Clock,
        cache_folder: Path | None = None,
        library: SharedLibrary | None = None,
        endpoint_url: str = "",
        browser_wait_seconds: float = WAIT_SECONDS,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._open_url = open_url
        self._environ = environ
        self._clock = clock
        self._folder = cache_folder
        self._library = library or SharedLibrary()
        self._endpoint_url = endpoint_url
        self._browser_wait_seconds = browser_wait_seconds
        self._sleep = sleep
        self._under_way: dict[tuple[str, SignInWay], SharedSignIn] = {}

    async def need(self, spec: ConnectionSpec) -> SignInNeed:
        """Return what the sign-in of a connection's profile takes; reads the AWS files, contacts nobody."""
        async with _calls() as calls:
            return await calls.run(read_need, spec, self._environ)

    async def status(self, spec: ConnectionSpec) -> SignInStatus:
        """Return how long the cached token lasts (expires_at None: there is none). Reads files only."""
        async with _calls() as calls:
            need = await calls.run(read_need, spec, self._environ)
            return await self._status(calls, need)

    async def sign_in(
        self, spec: ConnectionSpec, way: SignInWay, *, on_step: StepListener, stop: StopRequest
    ) -> SignInStatus:
        """Sign in and keep the token where the AWS CLI finds it; who asks meanwhile for the same, joins.

        The legacy form, without an sso_session, always takes a device code, as with the AWS CLI.
        Raises SignInFailed, SignInCancelled, Unreachable, CredentialsMissing.
        """
        async with _calls() as calls:
            settings = await calls.run(read_settings, spec, self._environ)
        way = way if settings.session else SignInWay.DEVICE
        key = (settings.cache_name, way)
        shared = self._under_way.get(key)
        if shared is None or not shared.is_under_way:
            shared = self._under_way[key] = SharedSignIn(partial(self._run, settings, way))
        try:
            return await shared.take_part(on_step, stop)
        finally:
            if not shared.is_under_way and self._under_way.get(key) is shared:
                del self._under_way[key]

    async def _run(self, settings: SsoSettings, way: SignInWay, on_step: StepListener) -> SignInStatus:
        async with _calls() as calls:
            oidc = OidcCalls(settings, self._library, calls, self._clock, self._endpoint_url)
            try:
                flow = self._flow(oidc, way)
                registrations = Registrations(self._folder, settings, flow.grants)
                registration = await calls.run(registrations.take, self._clock.now())
                if registration is None:
                    registration = await oidc.register(flow.grants, flow.redirect_uri)
                token = await flow.token(registration, settings.scopes, on_step)
                content = _file_content(settings, registration, token)
                await calls.run(write_cached, self._folder, settings.cache_name, content)
                await calls.run(registrations.put_back, registration)
                return await self._status(calls, settings.need)
            finally:
                oidc.close()

    def _flow(self, oidc: OidcCalls, way: SignInWay) -> BrowserSignIn | DeviceSignIn:
        if way is SignInWay.BROWSER:
            return BrowserSignIn(oidc, self._open_url, self._clock, self._browser_wait_seconds)
        return DeviceSignIn(oidc, self._open_url, self._clock, self._sleep)

    async def _status(self, calls: BlockingCalls, need: SignInNeed) -> SignInStatus:
        if need.kind is not SignInKind.SSO:
            return SignInStatus(need)
        token = await calls.run(read_token, self._folder, need.name, now=self._clock.now())
        return SignInStatus(need, token.expires_at, token.renews_itself) if token else SignInStatus(need)


@asynccontextmanager
async def _calls() -> AsyncIterator[BlockingCalls]:
    """Give threads that end with the block."""
    calls = BlockingCalls("sign-in", workers=1, long_polls=1)
    try:
        yield calls
    finally:
        await calls.close(_ENDING_SECONDS)


def _file_content(settings: SsoSettings, registration: Registration, token: CreatedToken) -> dict[str, Any]:
    """Return the token as the AWS CLI keeps it: with the registration, by which it is renewed."""
    content = {
        "startUrl": settings.start_url,
        "region": settings.region,
        "accessToken": token.access_token,
        "expiresAt": written_time(token.expires_at),
        "clientId": registration.client_id,
        "clientSecret": registration.client_secret,
        "registrationExpiresAt": written_time(registration.expires_at),
    }
    return {**content, "refreshToken": token.refresh_token} if token.refresh_token else content
