"""Tests of what is known and done about unfinished moves."""
