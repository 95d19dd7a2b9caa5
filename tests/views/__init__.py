"""Tests of the views, reading what a person reads."""
