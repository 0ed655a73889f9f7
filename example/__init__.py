"""The example consultation: fictional throughout, written by a seeded generator, loaded like any list."""
