"""Which of AWS's error codes and botocore's exceptions means what; `error_translation` reads these tables."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sqs_explorer.domain.errors import (
    AccessDenied,
    AwsError,
    CredentialsMissing,
    CredentialsRejected,
    MfaNeeded,
    OperationNotOffered,
    PurgeRefused,
    QueueNotFound,
    ReceiptHandleExpired,
    RegionNotEnabled,
    ServiceUnavailable,
    SignInExpired,
    Throttled,
    Unreachable,
)

_CODES: tuple[tuple[type[AwsError], str], ...] = (
    (AccessDenied, "AccessDenied AccessDeniedException AuthorizationError UnauthorizedOperation"),
    # What the portal of IAM Identity Center says of a role that the person does not have.
    (AccessDenied, "ForbiddenException"),
    (
        CredentialsRejected,
        "InvalidClientTokenId UnrecognizedClientException SignatureDoesNotMatch InvalidAccessKeyId",
    ),
    (CredentialsRejected, "InvalidSignatureException IncompleteSignature IncompleteSignatureException"),
    (CredentialsRejected, "MissingAuthenticationToken MissingAuthenticationTokenException InvalidSecurity"),
    (CredentialsRejected, "InvalidIdentityToken InvalidIdentityTokenException IDPRejectedClaim"),
    (CredentialsRejected, "RequestExpired RequestTimeTooSkewed"),
    (SignInExpired, "ExpiredToken ExpiredTokenException TokenRefreshRequired"),
    (RegionNotEnabled, "OptInRequired AuthFailure RegionDisabledException"),
    (
        Throttled,
        "Throttling ThrottlingException ThrottledException RequestThrottled RequestThrottledException",
    ),
    (Throttled, "TooManyRequestsException RequestLimitExceeded SlowDown"),
    # 120,000 messages are in flight (API reference, ReceiveMessage): it passes as they are deleted.
    (Throttled, "OverLimit"),
    (QueueNotFound, "NonExistentQueue QueueDoesNotExist"),
    (PurgeRefused, "PurgeQueueInProgress"),
    (ReceiptHandleExpired, "ReceiptHandleIsInvalid MessageNotInflight MessageNotInFlight"),
    (OperationNotOffered, "InvalidAction UnsupportedOperation NotImplemented UnknownOperationException"),
    (OperationNotOffered, "UnknownOperation"),
    (ServiceUnavailable, "InternalError InternalFailure InternalServerError ServiceUnavailable"),
)

ERROR_BY_CODE: Mapping[str, type[AwsError]] = MappingProxyType(
    {code: kind for kind, codes in _CODES for code in codes.split()}
)
"""Codes that mean the same for every operation; without SQS's old prefix."""

SIGN_IN_EXCEPTIONS = frozenset(
    {"SSOError", "TokenRetrievalError", "NoAuthTokenError", "LoginError", "PendingAuthorizationExpiredError"}
)
"""botocore's exceptions, children included, after which signing in again helps."""

UNREADABLE_EXCEPTIONS = frozenset({"ResponseParserError"})
"""botocore's exceptions whose text repeats an answer, with the bodies or keys that may be in it."""

UNANSWERED_EXCEPTIONS = frozenset(
    {"ReadTimeoutError", "ConnectionClosedError", "ResponseStreamingError", "IncompleteReadError"}
)
"""botocore's exceptions after a request was sent and before its answer was complete."""

ERROR_BY_EXCEPTION: Mapping[str, type[AwsError]] = MappingProxyType(
    {
        "NoCredentialsError": CredentialsMissing,
        "PartialCredentialsError": CredentialsMissing,
        "ProfileNotFound": CredentialsMissing,
        "InvalidConfigError": CredentialsMissing,
        "CredentialRetrievalError": CredentialsMissing,
        "MetadataRetrievalError": CredentialsMissing,
        "UnknownCredentialError": CredentialsMissing,
        "MissingDependencyException": CredentialsMissing,
        "RefreshWithMFAUnsupportedError": MfaNeeded,
        "InvalidRegionError": RegionNotEnabled,
        "NoRegionError": RegionNotEnabled,
        "ConnectionError": Unreachable,
        "HTTPClientError": Unreachable,
        "InvalidProxiesConfigError": Unreachable,
    }
)
"""botocore's exceptions by class name; a child is found through its parents."""

MESSAGE_OPERATIONS = frozenset({"SendMessage", "SendMessageBatch"})
MESSAGE_CODES = frozenset(
    {
        "InvalidMessageContents",
        "InvalidParameterValue",
        "InvalidParameterValueException",
        "InvalidAttributeValue",
        "InvalidAttributeName",
        "MissingParameter",
        "MissingRequiredParameterException",
        "BatchRequestTooLong",
        "ValidationException",
    }
)
"""Codes by which SQS refuses a message, if it was asked to take one."""

FINAL_ENTRY_CODES = MESSAGE_CODES | {"ReceiptHandleIsInvalid", "MessageNotInflight"}
"""Codes of a batch entry that will be refused again, however often it is tried."""

MOVE_TASK_OPERATIONS = frozenset({"StartMessageMoveTask", "ListMessageMoveTasks", "CancelMessageMoveTask"})
MOVE_TASK_CODES = frozenset(
    {
        "InvalidParameterValue",
        "InvalidParameterValueException",
        "MissingParameter",
        "MissingRequiredParameterException",
        "ResourceNotFoundException",
        "ValidationException",
    }
)
"""Codes by which SQS refuses a message move task."""

OPTIONAL_OPERATIONS = MOVE_TASK_OPERATIONS | {
    "ChangeMessageVisibilityBatch",
    "ListDeadLetterSourceQueues",
    "ListQueueTags",
    "GetCallerIdentity",
    "ListAccountAliases",
    "ListRegions",
    "DescribeRegions",
}
"""What servers other than AWS may lack; some answer HTTP 400 or 500 with a page then, or a line of text."""

UNREPEATABLE_OPERATIONS = MESSAGE_OPERATIONS | {"StartMessageMoveTask", "PurgeQueue", "DeleteQueue"}
"""What must not be done twice: they are tried once, and without an answer nobody knows the outcome."""

SERVICE_OF_OPERATION: Mapping[str, str] = MappingProxyType(
    {
        "GetCallerIdentity": "sts",
        "AssumeRole": "sts",
        "AssumeRoleWithWebIdentity": "sts",
        "GetRoleCredentials": "sso",
        "ListAccountAliases": "iam",
        "ListRegions": "account",
        "DescribeRegions": "ec2",
    }
)
"""The prefix of the IAM action of operations that are not SQS's."""
