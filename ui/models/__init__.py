"""Models over frozen values; a model never decides."""
