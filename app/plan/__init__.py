"""The council plan: the changes we want (*outcomes*) and who does what by when (*actions*).

Each action answers needs, or a legal duty named in public; without either it cannot be agreed.
"Late" is worked out from dates and the day, never stored.
"""
