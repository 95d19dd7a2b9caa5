"""One suite for every implementation of the SqsGateway port."""
