"""Results of a dossier: from verified values to the document the office issues."""
