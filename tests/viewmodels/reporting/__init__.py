"""Tests of what is known of faults and crashes."""
