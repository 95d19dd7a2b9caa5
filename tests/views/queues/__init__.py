"""Tests of the tree's panel."""
