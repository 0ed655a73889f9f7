"""The two engines behind the store: a Neo4j server, and one that Earshot runs by itself."""
