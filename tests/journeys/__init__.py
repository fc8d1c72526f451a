"""The stories of the people who use the portal, end to end in a real browser."""
