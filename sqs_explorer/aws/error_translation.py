"""The one place where botocore's errors become the program's own, with code and request ID.

It looks at class names, because botocore is not to be imported before the window is there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqs_explorer.aws.error_tables import (
    ERROR_BY_CODE,
    ERROR_BY_EXCEPTION,
    MESSAGE_CODES,
    MESSAGE_OPERATIONS,
    MOVE_TASK_CODES,
    MOVE_TASK_OPERATIONS,
    OPTIONAL_OPERATIONS,
    SERVICE_OF_OPERATION,
    SIGN_IN_EXCEPTIONS,
    UNANSWERED_EXCEPTIONS,
    UNREADABLE_EXCEPTIONS,
    UNREPEATABLE_OPERATIONS,
)
from sqs_explorer.domain.errors import (
    AccessDenied,
    AwsError,
    ConfigFileBroken,
    CredentialsRejected,
    InvalidInput,
    KmsRefused,
    MessageRefused,
    MfaCodeRefused,
    MoveTaskRefused,
    OperationNotOffered,
    OutcomeUnknown,
    RegionNotEnabled,
    ServerTooOld,
    ServiceFailure,
    ServiceUnavailable,
    SignInExpired,
    SqsExplorerError,
    Throttled,
    Unreachable,
)
from sqs_explorer.domain.regions import REGION_NAMES

_SQS_PREFIX = "AWS.SimpleQueueService."
_NAMED_ACTION = re.compile(r"not authorized to perform:? ([a-z0-9-]+):([A-Za-z]+)")
_MFA_OPERATIONS = frozenset({"AssumeRole", "GetSessionToken"})
_MFA_REFUSAL = "MultiFactorAuthentication failed"
_CAME_EXPIRED = "The new credentials have expired already. Sign in again; is this machine's clock right?"
_BROKEN_KEYS = "The access key ID or the session token holds a line break, so that nothing was sent."
_NO_ANSWER = "The server answered what is no answer of AWS."
_FIRST_SERVER_ERROR = 500
_NOT_IMPLEMENTED = 501
_ABSENT_STATUSES = frozenset({404, 405})
_LOST_BEHIND_PROXY = frozenset({502, 504})
_UNSUPPORTED_MEDIA_TYPE = 415
_MALFORMED = "Invalid request:"
"""So ElasticMQ begins what it says of a parameter, under the code of an action that it does not know."""
_ONLY_XML = (
    "The server behind this endpoint speaks only SQS's older protocol, in XML. This program needs the one "
    "in JSON, which AWS has spoken since 2023."
)


def translate_error(
    error: Exception, operation: str, *, region: str = "", sign_in_command: str = "", on_aws: bool = False
) -> SqsExplorerError:
    """Return the domain error for what a call of `operation` raised.

    `sign_in_command` is what renews the profile's session, for the sentence about an expired one. `on_aws`
    says that AWS itself was called: a page is a proxy's then, and tells nothing of what AWS offers.
    """
    own = _own_error(error)
    if own is not None:
        return own
    found = _translated(error, operation, region, sign_in_command)
    return _without_wrong_blame(found, error) if on_aws else found


def _translated(error: Exception, operation: str, region: str, sign_in_command: str) -> SqsExplorerError:
    response = getattr(error, "response", None)
    if isinstance(response, Mapping):
        return _from_answer(response, str(getattr(error, "operation_name", "") or operation), sign_in_command)
    return _from_exception(error, operation, region, sign_in_command)


def _without_wrong_blame(found: SqsExplorerError, error: Exception) -> SqsExplorerError:
    """Return what a page says that came in the place of AWS's answer: that the call failed, no more."""
    if not isinstance(found, OperationNotOffered | ServerTooOld):
        return found
    response = getattr(error, "response", None)
    answered: Mapping[str, Any] = response if isinstance(response, Mapping) else {}
    status = int(answered.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if status and found.code not in {"", str(status)}:
        return found
    kind = ServiceUnavailable if status >= _FIRST_SERVER_ERROR else ServiceFailure
    text = f"What answered HTTP {status} in the place of AWS is no answer of AWS." if status else _NO_ANSWER
    return kind(text, operation=found.operation, code=found.code, request_id=found.request_id)


def repeats_what_is_secret(error: Exception) -> bool:
    """Whether the text of an error holds an unreadable answer, or a session token: never keep or show it."""
    return _repeats_an_answer(error) or _repeats_a_header(error)


def _repeats_an_answer(error: Exception) -> bool:
    return any(kind.__name__ in UNREADABLE_EXCEPTIONS for kind in type(error).__mro__)


def _repeats_a_header(error: Exception) -> bool:
    """Whether http.client refused a header, whose value it then tells; only keys could hold a line break."""
    return "Invalid header value" in str(error)


def _own_error(error: BaseException | None) -> SqsExplorerError | None:
    """Return the program's own error, raised on the way to credentials, that botocore may have wrapped."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, SqsExplorerError):
            return error
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return None


def _from_answer(response: Mapping[str, Any], operation: str, sign_in_command: str) -> AwsError:
    """Translate an error that the server answered."""
    details: Mapping[str, Any] = response.get("Error", {})
    status = int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    code = str(details.get("Code", ""))
    codes = _spellings(code, str(details.get("QueryErrorCode", "")))
    said = str(details.get("Message", "")).strip()
    message = said or f"{operation} failed with {code or status}."
    if str(status) in codes and _speaks_only_xml(status, message):
        return ServerTooOld(_ONLY_XML, operation=operation, code=code)
    kind = _kind(codes, operation, status, message)
    if str(status) in codes and message.startswith("<"):
        message = f"The server answered HTTP {status} with a page in place of an error."
    if kind is OperationNotOffered:
        message = _not_offered(operation)
        if said and str(status) not in codes:
            message = f"{message} It says: {said}"
    elif kind is SignInExpired:
        message = _with_sign_in(message, sign_in_command)
    facts = {
        "operation": operation,
        "code": code,
        "request_id": str(response.get("ResponseMetadata", {}).get("RequestId", "")),
    }
    if kind is AccessDenied:
        return AccessDenied(message, action=_iam_action(operation, message), **facts)
    return kind(message, **facts)


def _kind(codes: frozenset[str], operation: str, status: int, message: str) -> type[AwsError]:
    """Return the error class; the operation decides where a code says too little."""
    if any(code.startswith(("Kms", "KMS.")) for code in codes):
        return Throttled if codes & {"KmsThrottled", "KMS.ThrottlingException"} else KmsRefused
    # ElasticMQ's code for a second task is that of an operation that is not there.
    is_second_task = "UnsupportedOperation" in codes and "already running" in message
    if operation in MOVE_TASK_OPERATIONS and (codes & MOVE_TASK_CODES or is_second_task):
        return MoveTaskRefused
    if operation in MESSAGE_OPERATIONS and codes & MESSAGE_CODES:
        return MessageRefused
    if operation in _MFA_OPERATIONS and _MFA_REFUSAL in message:
        return MfaCodeRefused
    if "InvalidAction" in codes and message.startswith(_MALFORMED):
        return MessageRefused if operation in MESSAGE_OPERATIONS else ServiceFailure
    if status == _NOT_IMPLEMENTED:
        # LocalStack gives the code InternalFailure to what it lacks, or was told not to start.
        return OperationNotOffered
    for code in codes:
        if code in ERROR_BY_CODE:
            return ERROR_BY_CODE[code]
    return _kind_by_status(codes, operation, status)


def _kind_by_status(codes: frozenset[str], operation: str, status: int) -> type[AwsError]:
    # A page instead of an answer: botocore then gives the status for the code, or none.
    is_page = str(status) in codes or not codes
    is_absent = status in _ABSENT_STATUSES or (status in {400, 500} and operation in OPTIONAL_OPERATIONS)
    if is_page and is_absent:
        return OperationNotOffered
    if is_page and status in _LOST_BEHIND_PROXY and operation in UNREPEATABLE_OPERATIONS:
        return OutcomeUnknown
    return ServiceUnavailable if status >= 500 else ServiceFailure


def _speaks_only_xml(status: int, message: str) -> bool:
    """Whether a server does not understand SQS's JSON: sqslite, and versions of others from before 2023."""
    return status == _UNSUPPORTED_MEDIA_TYPE or (message.startswith("<") and "<ErrorResponse" in message)


def _spellings(*codes: str) -> frozenset[str]:
    """Return the codes with and without SQS's old prefix and a namespace, so that one table is enough."""
    found = {code for code in codes if code}
    return frozenset(
        found
        | {code.removeprefix(_SQS_PREFIX) for code in found}
        | {code.rsplit("#", 1)[-1] for code in found}
    )


def _from_exception(error: Exception, operation: str, region: str, sign_in_command: str) -> SqsExplorerError:
    """Translate an error that botocore raised by itself: no answer came, or nothing was sent."""
    names = [kind.__name__ for kind in type(error).__mro__]
    message = str(error)
    if "ConfigParseError" in names:
        path = str(getattr(error, "kwargs", {}).get("path", "The AWS config file"))
        return ConfigFileBroken(path, "it is not a file of [sections] and `name = value` lines.")
    if any(name in SIGN_IN_EXCEPTIONS for name in names):
        return SignInExpired(_with_sign_in(message, sign_in_command), operation=operation)
    if isinstance(error, RuntimeError) and message.startswith("Credentials were refreshed"):
        return SignInExpired(_CAME_EXPIRED, operation=operation)
    if _repeats_a_header(error):
        return CredentialsRejected(_BROKEN_KEYS, operation=operation)
    if _repeats_an_answer(error) and operation in OPTIONAL_OPERATIONS & SERVICE_OF_OPERATION.keys():
        return OperationNotOffered(_not_offered(operation), operation=operation, code=names[0])
    if _repeats_an_answer(error):
        unreadable = OutcomeUnknown if operation in UNREPEATABLE_OPERATIONS else ServiceFailure
        return unreadable(_NO_ANSWER, operation=operation, code=names[0])
    if any(name in UNANSWERED_EXCEPTIONS for name in names):
        kind = OutcomeUnknown if operation in UNREPEATABLE_OPERATIONS else Unreachable
        return kind(message, operation=operation)
    if "EndpointConnectionError" in names and region not in REGION_NAMES and f".{region}." in message:
        return RegionNotEnabled(
            f"There is no region {region}, as far as this version knows.", operation=operation
        )
    if isinstance(error, ValueError) and message.startswith("Invalid endpoint"):
        return InvalidInput("Endpoint URL", f"{message}. Give it as http://host:port or https://host.")
    found = next((ERROR_BY_EXCEPTION[name] for name in names if name in ERROR_BY_EXCEPTION), ServiceFailure)
    return found(message or names[0], operation=operation, code=names[0] if found is ServiceFailure else "")


def _not_offered(operation: str) -> str:
    return f"The server behind this endpoint does not offer {operation}."


def _with_sign_in(message: str, sign_in_command: str) -> str:
    if not sign_in_command:
        return f"{message.rstrip('. ')}. Get new credentials for the profile, then refresh."
    # IAM Identity Center can be signed in to in the window, `aws login` in a terminal alone.
    run = "Sign in again, or run" if " sso " in sign_in_command else "Run"
    return f"The sign-in of this profile has expired. {run} `{sign_in_command}` in a terminal, then refresh."


def _iam_action(operation: str, message: str) -> str:
    """Return the IAM action that is missing: the one AWS names, else the operation's own."""
    own = f"{SERVICE_OF_OPERATION.get(operation, 'sqs')}:{operation.removesuffix('Batch')}"
    named = _NAMED_ACTION.search(message)
    if named is None:
        return own
    action = f"{named[1]}:{named[2]}"
    return own if action.lower() == own.lower() else action
