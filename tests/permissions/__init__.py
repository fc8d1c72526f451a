"""The table of docs/permissions.toml, walked: every route, as everybody, in every way of asking."""
