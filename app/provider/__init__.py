"""Signing in for work with the council's own sign-in, by OpenID Connect.

A person is known there by issuer and subject alone, never by an e-mail, and is linked once: while
accepting an invitation, or from their own page here (docs/adr/0017-council-sign-in.md).
"""
