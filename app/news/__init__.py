"""What happened lately, by what can be followed. Reads only.

It is read from the sealed history, whose steps stand in the order in which they became readable:
whoever was told up to one step misses nothing after it, and is told nothing twice.
"""
