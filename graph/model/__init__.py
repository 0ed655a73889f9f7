"""The nouns of a consultation: frozen dataclasses and enums that know nothing else."""
