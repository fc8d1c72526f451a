"""Putting needs under themes, and saying what is behind a theme and who can act.

Words: a *cause* is what is behind a theme, a *symptom* what people notice; each rests on needs. A
*level* says who can act: here, in the region, or in the nation. *Small group, big need* is a mark,
so that few voices are not lost among many. The tables are those of `needs` and `priorities`.
"""
