"""Tests of viewmodels dead letters."""
