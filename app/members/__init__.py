"""Accounts for residents: an e-mail is one more way to the same voice, and never a must.

Joining takes an e-mail and the six numbers, or the link, that are sent there. The account itself
stands in `people`, beside the other keys to a participant; here are the codes, the sessions and
the pages. Everything a member says is said by the member's participant.
"""
