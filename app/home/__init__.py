"""The front page and the pages that explain how this works. Reads only."""
