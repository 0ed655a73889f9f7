"""Forms with many fields: parsing and checking what was typed, one module per topic."""
