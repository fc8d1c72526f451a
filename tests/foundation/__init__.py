"""Tests of what every subject stands on."""
