"""From a PDF to a signed PDF, and from a signed PDF to a verdict. Importing it is light."""
