"""Tests of the Messages tab's view-models."""
