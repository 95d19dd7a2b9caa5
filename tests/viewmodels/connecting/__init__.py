"""Tests of choosing and opening connections."""
