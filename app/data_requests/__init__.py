"""Somebody asks by letter or phone what is kept about them: one search through all kept words.

Whoever has an account or a code reads it themselves (`own_data`); this is for everybody else.
"""
