"""One's own sign-in for work: its password, its second step, and where one is signed in.

Signing in itself stands in `people`; the app's numbers in `locks`.
"""
