"""The way of a paper: from its pages to verified data."""
