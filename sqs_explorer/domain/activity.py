"""What was done: who, what, where, with what result, and the API calls it took, without anything secret."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from urllib.parse import urlsplit, urlunsplit

from sqs_explorer.domain.call_parameters import PlainValue, keep_parameters
from sqs_explorer.domain.connections import ENVIRONMENT_PROFILE, ConnectionSpec, ProfileKind

MAXIMUM_WORDS = 50
"""A text of thousands of words, pasted by mistake, must not keep the search busy."""


class Outcome(Enum):
    """How something ended. Stopped: a person's Stop is the one reason why not all of it was done."""

    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One call to AWS as it may be kept; `call_for` makes one from a connection.

    Whatever is given, only the parameters of `call_parameters.KEPT` stay: the names of all others go to
    `left_out`, their values nowhere. `profile` is "" where no profile of the AWS files gives the credentials;
    `credentials` says then what does. `config_file` and `credentials_file` are set for the demo's own files.
    `note` is a line about this step.
    """

    operation: str
    parameters: Mapping[str, PlainValue]
    region: str
    profile: str = ""
    endpoint_url: str = ""
    left_out: tuple[str, ...] = ()
    credentials: str = ""
    note: str = ""
    config_file: str = ""
    credentials_file: str = ""

    def __post_init__(self) -> None:
        """Let go of all that may not be kept."""
        kept, left_out = keep_parameters(self.operation, self.parameters)
        plain = {name: _without_login(value) for name, value in kept.items()}
        object.__setattr__(self, "parameters", plain)
        object.__setattr__(self, "left_out", tuple(dict.fromkeys((*left_out, *self.left_out))))
        object.__setattr__(self, "endpoint_url", _without_login(self.endpoint_url))


@dataclass(frozen=True, slots=True)
class ActivityRecord:
    """One thing done. `started_at` is aware, in UTC; `duration_seconds` goes from start to end.

    `who` is account and short ARN, "" if nobody is known; `where` is connection, region and queue in words.
    """

    started_at: datetime
    who: str
    what: str
    where: str
    result: str
    outcome: Outcome = Outcome.DONE
    request_id: str = ""
    duration_seconds: float = 0.0
    calls: tuple[ApiCall, ...] = field(default=(), repr=False)

    @property
    def succeeded(self) -> bool:
        """Whether nothing failed; what was stopped did not."""
        return self.outcome is not Outcome.FAILED

    @property
    def words(self) -> str:
        """All that a search looks at, for `matches`."""
        return "\n".join((self.what, self.where, self.who, self.result, self.request_id)).casefold()


def search_words(text: str) -> tuple[str, ...]:
    """Return the words of a search as `ActivityRecord.words` spells them, at most 50."""
    return tuple(dict.fromkeys(text.casefold().split()))[:MAXIMUM_WORDS]


def matches(record: ActivityRecord, words: Collection[str]) -> bool:
    """Tell whether each of the `search_words` is somewhere in the record."""
    text = record.words
    return all(word in text for word in words)


def call_for(
    spec: ConnectionSpec,
    region: str,
    operation: str,
    parameters: Mapping[str, PlainValue],
    *,
    left_out: Collection[str] = (),
    note: str = "",
) -> ApiCall:
    """Return a call under a connection. `left_out` names parameters that were given and are not kept."""
    credentials = _other_credentials(spec)
    return ApiCall(
        operation,
        parameters,
        region,
        profile="" if credentials else spec.profile,
        endpoint_url=spec.endpoint_url,
        left_out=tuple(left_out),
        credentials=credentials,
        note=note,
        config_file=spec.config_file,
        credentials_file=spec.credentials_file,
    )


def _other_credentials(spec: ConnectionSpec) -> str:
    """Return in words what gives the credentials if no profile of the AWS files does."""
    if spec.kind is ProfileKind.TYPED:
        return f"the typed key {spec.profile}"
    if spec.kind is ProfileKind.CONTAINER:
        return "the container"
    return "the environment variables" if spec.profile == ENVIRONMENT_PROFILE else ""


def _without_login(value: PlainValue) -> PlainValue:
    """Return a URL without the user and password that may stand before its host."""
    if not isinstance(value, str) or "://" not in value or "@" not in value:
        return value
    parts = urlsplit(value)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
