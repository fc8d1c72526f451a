"""Attacks: each class of docs/security.md whose feature exists is a test named after it."""
