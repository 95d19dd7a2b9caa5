"""Tests of colours, fonts, icons and the style sheet."""
