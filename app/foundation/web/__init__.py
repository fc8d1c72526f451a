"""The web side of the house: who may see a route, sessions, forms, rendering, errors, headers."""
