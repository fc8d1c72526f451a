"""The queue of what waits, and each decision on it with its reason. Everything can be undone.

A moderator publishes, asks for a change, hides with a coded reason, says "same as this one", or
corrects the area, and cannot reword.
"""
