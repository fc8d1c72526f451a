"""Tests of the demo place."""
