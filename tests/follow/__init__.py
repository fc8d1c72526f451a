"""Tests of follow."""
