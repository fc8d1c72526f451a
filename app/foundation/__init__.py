"""What every subject stands on: database, clock, access, text and web. It knows no subject."""
