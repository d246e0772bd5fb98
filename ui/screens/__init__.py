"""The screens of the seats; they never import each other."""
