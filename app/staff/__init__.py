"""Who works here: making sign-ins, giving roles with a scope and a last day."""
