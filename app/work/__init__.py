"""One's own sign-in for work: its password, its locks, and showing once more that it is you."""
