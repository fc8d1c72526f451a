"""Letters by mail: the outbox, the post office with a real server, and how they are written."""
