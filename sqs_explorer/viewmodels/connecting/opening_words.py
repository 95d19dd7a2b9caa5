"""What Open will do, what is missing for it, and what a person should know before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqs_explorer.domain.connections import Environment, Profile, ProfileKind
from sqs_explorer.domain.quantities import count_words
from sqs_explorer.domain.regions import REGION_NAMES, partition_of

EnvironmentOf = Callable[[str], Environment]


def opening_words(
    profiles: Sequence[Profile], regions: Sequence[str], endpoint_url: str, environment_of: EnvironmentOf
) -> str:
    """Say how much Open opens, in which environments if they differ, and at which custom endpoints."""
    lists = count_words(len(profiles) * len(regions), "queue list")
    words = f"{count_words(len(profiles), 'profile')} in {count_words(len(regions), 'region')}: {lists}."
    environments = {profile.name: environment_of(profile.name) for profile in profiles}
    if len(set(environments.values())) > 1:
        words += f" {', '.join(f'{name} as {each.value}' for name, each in environments.items())}."
    endpoints = endpoints_used(profiles, endpoint_url)
    if endpoints:
        words += (
            f" {'Custom endpoint' if len(endpoints) == 1 else 'Custom endpoints'}: {', '.join(endpoints)}"
        )
    return words


def endpoints_used(profiles: Sequence[Profile], endpoint_url: str) -> tuple[str, ...]:
    """Return the custom endpoints of the profiles, without those of AWS: the typed one, else their own."""
    each = (endpoint_url or profile.endpoint_url for profile in profiles)
    return tuple(dict.fromkeys(url for url in each if url))


def cautions(
    profiles: Sequence[Profile],
    regions: Sequence[str],
    endpoint_url: str,
    environment_of: EnvironmentOf,
    *,
    read_only: bool,
) -> str:
    """Return what could go wrong with what is checked, "" if nothing stands out."""
    words = []
    production = [
        profile.name for profile in profiles if environment_of(profile.name) is Environment.PRODUCTION
    ]
    if production and not read_only:
        words.append(f"{', '.join(production)}: Production, and open for writing from the start.")
    for profile in profiles:
        home = partition_of(profile.region)
        if profile.region not in REGION_NAMES or endpoint_url or profile.endpoint_url:
            continue
        strange = [code for code in regions if code in REGION_NAMES and partition_of(code) != home]
        if strange and profile.kind is not ProfileKind.ENVIRONMENT:
            words.append(f"{profile.name} is of another AWS partition than {', '.join(strange)}.")
    return " ".join(words)
