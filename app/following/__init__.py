"""What somebody with an account chose to follow, and the news of it: one letter a day at most.

To *follow* a need, a theme, a change, an action or a place is to ask for letters about it; it
counts as nobody's voice. Nobody else sees who follows what, and nothing tells who opened a letter.
"""
