"""Letters to people, by mail: written down where the reason for them is, sent afterwards.

The *outbox* is a table. Whoever has to tell somebody something puts a letter there in the same
transaction; the worker takes it to the *post office*, the server that carries mail. So no page
waits for mail, nothing is mailed for what was rolled back, and nothing is lost while that server
is away (docs/adr/0009-outbox.md). Once a letter is on its way, its address and words are gone.
"""
