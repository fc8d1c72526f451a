"""Tests of bringing needs in from files."""
