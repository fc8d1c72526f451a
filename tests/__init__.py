"""Tests of the portal. `conftest.py` holds what they stand on, `builders.py` makes their data."""
