"""Tests of app/grouping."""
