"""Turns what the command line names into connections and a queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqs_explorer.domain.connections import (
    CONTAINER_PROFILE,
    ENVIRONMENT_PROFILE,
    WEB_IDENTITY_PROFILE,
    ConnectionSpec,
    Environment,
    Profile,
    ProfileKind,
    ProfileListing,
    guess_environment,
)
from sqs_explorer.domain.endpoints import is_plain_beyond_this_machine, origin
from sqs_explorer.domain.errors import AwsError, InvalidInput, QueueNotFound
from sqs_explorer.domain.queues import QueueRef, arn_region
from sqs_explorer.services.ports import ConnectionGateway, SqsGateway
from sqs_explorer.services.queue_listing import find_queue

ChosenEnvironments = Sequence[tuple[str, Environment]]
"""Profiles' names with the environments that a person chose for them, as in the settings."""


def connections_named(
    listing: ProfileListing,
    profiles: Sequence[str],
    regions: Sequence[str],
    endpoint_url: str,
    read_only: bool,
    *,
    environments: ChosenEnvironments = (),
) -> tuple[ConnectionSpec, ...]:
    """Return every profile named, in the regions named; Production starts read-only in any case.

    Raises InvalidInput for a profile that isn't there, or no region. `environments` are those that a person
    chose for profiles.

    With no profile named: AWS_PROFILE, then what the environment gives, then `default`, then the container.
    """
    known = {profile.name: profile for profile in listing.profiles}
    chosen = list(profiles) or [_first_choice(listing, known)]
    specs = []
    for name in chosen:
        if name not in known:
            where = listing.config_path or "the AWS config file"
            raise InvalidInput("Profile", f"There is no profile “{name}” in {where}.")
        profile = known[name]
        environment = environment_of(name, environments)
        specs.append(
            ConnectionSpec(
                name,
                tuple(regions or _own_regions(profile, listing)),
                environment=environment,
                read_only=read_only or environment is Environment.PRODUCTION,
                endpoint_url=endpoint_url,
                kind=profile.kind,
                command=profile.command,
            )
        )
    return tuple(specs)


def environment_of(profile_name: str, chosen: ChosenEnvironments) -> Environment:
    """Return the environment that a person chose for a profile, else the one its name suggests."""
    return dict(chosen).get(profile_name) or guess_environment(profile_name)


def with_kept_keys(listing: ProfileListing, names: Sequence[str]) -> ProfileListing:
    """Add the typed keys of these names; a profile of the AWS files keeps its name for itself."""
    taken = {profile.name for profile in listing.profiles}
    keys = tuple(Profile(name, ProfileKind.TYPED) for name in names if name not in taken)
    return replace(listing, profiles=listing.profiles + keys)


def plain_endpoint(spec: ConnectionSpec, listing: ProfileListing, agreed: frozenset[str]) -> str:
    """Return the plain http address beyond this machine that a connection would use unagreed, "" if none.

    It is the connection's own, else the one its profile names.
    """
    of_profile = {
        profile.name: profile.endpoint_url for profile in listing.profiles if profile.kind is spec.kind
    }
    url = spec.endpoint_url or of_profile.get(spec.profile, "")
    return url if needs_agreement(url, agreed) else ""


def needs_agreement(url: str, agreed: frozenset[str]) -> bool:
    """Whether an endpoint is in plain http beyond this machine, and nobody agreed to this server yet."""
    if not is_plain_beyond_this_machine(url):
        return False
    return origin(url) not in {origin(one) for one in agreed}


def _first_choice(listing: ProfileListing, known: dict[str, Profile]) -> str:
    first_choices = (ENVIRONMENT_PROFILE, WEB_IDENTITY_PROFILE, "default", CONTAINER_PROFILE)
    for name in (listing.default_profile, *first_choices):
        if name and name in known:
            return name
    raise InvalidInput("Profile", "No profile is named and there is no default one: give --profile NAME.")


def _own_regions(profile: Profile, listing: ProfileListing) -> tuple[str, ...]:
    region = listing.default_region or profile.region
    if not region:
        raise InvalidInput(
            "Region", f"The profile “{profile.name}” names no region: give --region, such as eu-west-1."
        )
    return (region,)


async def find_named_queue(gateways: Sequence[ConnectionGateway], named: str) -> QueueRef:
    """Find a queue by name, URL or ARN in the open connections, region by region.

    Raises the first AwsError if none has it. A URL is taken as it is, where it is answered first.
    """
    places = [
        (gateway.spec.connection_id, gateway.sqs(region))
        for gateway in gateways
        for region in _regions_to_try(gateway.spec, named)
    ]
    first_error: AwsError | None = None
    unanswered: QueueRef | None = None
    for connection_id, sqs in places:
        try:
            queue = await find_queue(sqs, connection_id, named)
            if len(places) == 1 or not named.startswith("http") or await _is_answered(sqs, queue):
                return queue
            unanswered = unanswered or queue
        except AwsError as error:
            first_error = first_error or error
    if unanswered is not None:
        return unanswered
    raise first_error or QueueNotFound(f"No open connection has a queue {named}.")


async def _is_answered(sqs: SqsGateway, queue: QueueRef) -> bool:
    """Tell regions and accounts apart: the same URL may fit several, and only one has the queue."""
    try:
        await sqs.queue_attributes(queue.url)
    except AwsError:
        return False
    return True


def _regions_to_try(spec: ConnectionSpec, named: str) -> tuple[str, ...]:
    region = arn_region(named) if named.startswith("arn:") else ""
    if region:
        return (region,) if region in spec.regions else ()
    in_host = tuple(code for code in spec.regions if f".{code}." in named)
    return in_host if named.startswith("http") and in_host else spec.regions
