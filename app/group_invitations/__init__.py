"""Asking somebody into a group by a letter; joining by its link, once, as whom it was sent to."""
