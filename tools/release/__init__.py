"""Makes what an office installs: packages, wheelhouse, list of parts, licences, audit."""
