"""Tests of the Export dialog."""
