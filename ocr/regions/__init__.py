"""What is on a page besides its print: seals, signatures, handwriting, pictures, tables."""
