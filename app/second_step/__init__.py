"""Setting up a second step for signing in: the first time, and more of them later.

The locks themselves stand in `locks`, asking for them in `people`, changing them in `work`.
"""
