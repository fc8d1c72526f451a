"""Locks: what proves who signs in, beside a password: numbers from an app, and passkeys.

They belong to a person who works here, or to a resident's account, known by table and number
alone; who asks for them when stands in `people`, `work`, `members` and `account`.
"""
