"""What staff do about groups: the one phone call, yes or no, trusted, pausing and closing."""
