"""The moderator's work: the queue, decisions, undoing, and what each leaves of the counts."""
