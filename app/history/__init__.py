"""Who did what, when and why. Rows are only ever added; reasons in words stand apart.

Words: an *entry* is one act; a *note* is the reason somebody wrote for it, which may be erased
later while the entry keeps a salted hash of it.
"""
