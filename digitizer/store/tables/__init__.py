"""The store's tables, by what they are about; ``schema`` gathers them."""
