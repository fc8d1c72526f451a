"""A resident's own account: its e-mail, a password for who wants one, signing out everywhere.

Joining and signing in stand in `members`, with everything that is changed here.
"""
