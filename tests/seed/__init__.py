"""Tests of the demo place as it is laid out, and of made-up needs at scale."""
