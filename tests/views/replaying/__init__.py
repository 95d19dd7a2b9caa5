"""Tests of the Replay dialog."""
