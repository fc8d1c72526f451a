"""Groups and bodies, all in one list: who they are, what they know, whom they speak for.

A group is asked for by a member, looked at by a moderator, then active; it can pause and close.
Who belongs to it stands in `memberships`, what staff do about it in `verifying`.
"""
