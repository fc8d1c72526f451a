"""Pages in a real browser: the real server, the demo place, people with and without scripts."""
