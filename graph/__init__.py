"""The graph: one driver, one Cypher text, two engines; statements as the ground, one door for writes."""
