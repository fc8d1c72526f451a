"""Leaving: taking one's name off what one said, and deleting an account.

Nobody has a public name here. What ties words to somebody is a key: a cookie, a code, an account.
To take one's name off is to throw every key away, for good (docs/adr/0015-leaving.md). What becomes
of each row that points at an account, a voice or a sign-in stands in `ties`.
"""
