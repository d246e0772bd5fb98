"""The office itself: how it is set up and kept in order."""
