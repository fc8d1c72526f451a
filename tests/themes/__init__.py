"""Tests of app/themes."""
