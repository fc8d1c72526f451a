"""Needs that were collected elsewhere and come in from a file, with where they came from.

The code a need had at its source is unique there, so a second run of a file adds nothing.
Signatures are a figure of the source and never supports.
"""
