"""Tests of participants, keys and sign-ins."""
