"""Tests of viewmodels details."""
