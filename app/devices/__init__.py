"""Where one is signed in, as a resident or for work: each browser, and signing out of one."""
