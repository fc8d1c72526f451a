"""Putting a need forward: short pages, similar needs before sending, the check, the receipt."""
