"""Helping one person at a time: on paper, by phone, at a stall or at home.

Somebody signed in for work speaks for one person until they press Done. What is said then is that
person's voice, marked with how it reached us, and never the helper's own. Who is being helped
stands in a row here, not in a cookie of the browser; roles rest meanwhile.
"""
