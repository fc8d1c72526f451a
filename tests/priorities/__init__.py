"""Tests of app/priorities."""
