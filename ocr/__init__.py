"""From a page image to words. Usable alone; importing it loads nothing heavy."""
