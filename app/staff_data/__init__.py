"""Everything that is kept about somebody who works here: for them to read and to take away."""
