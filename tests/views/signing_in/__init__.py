"""Tests of the dialogs and the strip of signing in."""
