"""From a resident's words to an outcome and back. Reads only."""
