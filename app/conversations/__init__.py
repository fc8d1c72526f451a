"""What is being asked, who decides, what can change, and the rooms where people met about it.

Every need belongs to a conversation. One is always open. Another cannot open before it says who
decides, what can and cannot change, how much power people have, and by when they get a reply.
"""
