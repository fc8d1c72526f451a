"""How voices are counted: "this matters to me too", people in rooms, and the kept counts.

A count is the sum of what each participant adds to it (`counting.py`). A person counts once for a
need and all that were merged into it, and once for a theme. Room voices are numbers, never
participants. After any sequence of acts each kept count equals a recount.
"""
