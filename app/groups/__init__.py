"""The pages of groups and bodies: the list of all, each one's own page, a group's home.

They show who a group is, what it brought, and what came of that.
"""
