"""Who takes part, and who works here.

A *participant* is one voice. Cookies, follow codes and later accounts are *keys* to it. A *person*
is somebody with a sign-in; a *grant* gives a person a role, with a scope and an end date.
"""
