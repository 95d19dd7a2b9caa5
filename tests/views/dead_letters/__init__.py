"""Tests of views dead letters."""
