"""The letter of the day: what is new of what somebody follows, as anyone may read it now.

One a day at most, never an empty one, each thing once, the newest first. Everything in it links
to its page, and one press stops them all (docs/adr/0016-digests.md).
"""
