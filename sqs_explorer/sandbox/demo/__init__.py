"""The order demo: the queues, messages and services that SQS is taught with, on the embedded server."""
