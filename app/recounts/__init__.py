"""Counting again from the rows: after a merge, a hide or a grouping, and to prove the counts."""
