"""The one door through which words become HTML, and back into plain cells and search terms.

What the public wrote is plain text: kept as typed, escaped when shown (`plain`). What staff write
in Markdown is cleaned once, when it is written (`rich`). Only modules here make `Markup`.
"""
