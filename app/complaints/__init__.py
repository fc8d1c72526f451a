"""Complaints about what the portal does with somebody's data: a form, a clock, an answer.

The law (section 164A of the Data Protection Act 2018) asks for an electronic form, for word within
30 days that it came, and for an answer without undue delay. Here word comes at once.
"""
