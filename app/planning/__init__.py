"""Where planners write the plan: drafts of changes and actions, their needs, states and news.

What may be done, and what it changes, stands in `plan`; here are the forms and their pages.
"""
