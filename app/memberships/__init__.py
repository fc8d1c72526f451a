"""Who belongs to a group: starting one, leads and members, last days, leaving.

People of a group see each other under the names they chose there, never an e-mail.
"""
