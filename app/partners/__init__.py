"""The work of a partner body: what waits in its areas, what came to it, and the actions it leads.

Its editors read what everyone may read, and say how far the body's own actions are.
"""
