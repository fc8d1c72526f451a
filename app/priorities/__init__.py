"""Which themes and needs come first, and what was decided and why.

Words: a *priority* is a theme or need on the list of an area or the whole place; a *decision*
belongs to exactly one need or one theme and says what people said, what was decided, why, and by
whom. The tables of causes stand here too; `grouping` reads and changes them.
"""
