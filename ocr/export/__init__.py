"""What was read, in the forms other programs take: ALTO XML and hOCR."""
