"""Tests of app/conversations."""
