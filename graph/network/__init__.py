"""The network map as pure data: marks, ties and where each mark stands."""
