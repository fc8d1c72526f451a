"""What a councillor sees of a ward and a planner on the desk. Reads only."""
