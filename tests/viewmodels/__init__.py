"""Tests of the view-models, against FakeSqs."""
