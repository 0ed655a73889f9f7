"""Which organisation a row means: rules first, and candidates with reasons where a person must choose."""
