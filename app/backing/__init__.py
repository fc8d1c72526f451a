"""Groups that stand behind a need: shown beside the people who say so, never inside their count.

A group counts once for a need and all that were merged into it, whether it put it forward or
backs it, and only while it is active or paused here.
"""
