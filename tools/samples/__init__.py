"""Makes the specimen papers: invented persons, real layouts, scans with an office's faults."""
