"""Tests of the first screen and the Connections dialog."""
