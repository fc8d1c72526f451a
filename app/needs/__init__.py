"""What matters to people, in their own words, and what became of it.

Words: a *need* is what somebody put forward. `moderation` says who may see it, `progress` what
became of it. A merged need points at its *target*. How voices are counted is in `voices`.
"""
