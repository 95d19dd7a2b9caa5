"""Tests of views resending."""
