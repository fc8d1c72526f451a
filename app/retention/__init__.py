"""How long things are kept: one table, from which the page is made and which the job keeps to.

Each row says what is kept, why, for how long and what happens then; where the clock does it, the
row names the operation. So what the page promises and what the job does cannot differ.
"""
