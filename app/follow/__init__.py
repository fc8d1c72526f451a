"""Coming back with a follow code: each thing one has put forward, its steps, and changing it."""
