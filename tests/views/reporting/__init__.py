"""Tests of the strip and the dialog about faults of the program."""
