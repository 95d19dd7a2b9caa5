"""Tests of viewmodels resending."""
