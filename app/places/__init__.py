"""Where people live: local areas with their neighbourhoods, and electoral wards beside them.

Two trees: partnership → local area → neighbourhood, and wards. Each neighbourhood lies in one
local area and in one ward; nobody is split by share. This is also where the partnership itself
(one to an installation) stands.
"""
