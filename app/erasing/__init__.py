"""Removing words for good, when their writer asks, or somebody whom they name.

What others could read goes from every page at once and waits seven days, in which it can be kept
after all; what nobody else could read goes at once. Codes, steps, decisions and actions stay, and
so do the counts: the thread never breaks (docs/adr/0015-leaving.md).
"""
