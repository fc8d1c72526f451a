"""Braidvale, the demo place: its people, needs, answers and plan, as plain values.

Everything here is invented, and there is nothing here but content: no database, no web. Places
carry short codes (CO); needs, themes, decisions, outcomes and actions carry their public codes
(N-0001), so that one file can point at another. The files `shapes_of_...` say what each value
holds; `decisions`, `needs`, `plan` and `spread` gather what is spread over several files.
"""
