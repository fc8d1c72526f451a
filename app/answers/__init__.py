"""You said, we decided, we did: every answer and every promise in one list. Reads only.

Late ones come first, named with who owes them; then "not now", what was passed on, what is being
done and what is done. The page itself is one of `thread`.
"""
