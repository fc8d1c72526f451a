"""Bodies as administrators keep them: adding one, and correcting its name, kind and areas.

A group with people of its own says itself who it is: nobody here changes its words.
"""
