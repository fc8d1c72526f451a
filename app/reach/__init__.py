"""Who was heard, and who is missing: what people told about themselves, as numbers.

A job publishes the numbers, each cut once a week at most and only when ten more people have told
something; pages show what was published, so reading twice tells nothing more. Small numbers are
hidden and the others rounded before they are written down.
"""
