"""The planner's desk: loose ends of the whole thread, counted in words. Reads only.

A *loose end* is a place where the thread stops: a need without an answer, an answer without an
action, an action that nobody leads.
"""
