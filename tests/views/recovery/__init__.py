"""Tests of the strip and the dialog about unfinished moves."""
