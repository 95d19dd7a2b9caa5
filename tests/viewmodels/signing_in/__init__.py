"""Tests of signing in, by awaiting its view-models."""
