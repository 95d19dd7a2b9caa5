"""Tests of views details."""
