"""Measuring the portal beside bare applications on the same server, driver and database."""
