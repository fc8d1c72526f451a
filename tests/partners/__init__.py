"""The work of a partner body."""
