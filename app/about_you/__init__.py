"""What people tell about themselves, if they like: who they are, their age band, and more.

Each question is asked once, after somebody said something, and never before. Answers are kept
apart from words: they belong to a participant, no page shows whose they are, and they are only
counted.
"""
