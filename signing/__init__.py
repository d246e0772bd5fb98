"""From a PDF to a signed PDF, and from a signed PDF to a verdict. Importing it is light.

Where to begin:

* ``keys.open_pkcs12`` and ``tokens.open_token`` open a key; ``tokens.list_tokens`` shows what is
  plugged in, ``keys.demand_subject`` refuses a certificate that is somebody else's.
* ``document.sign`` signs one file in memory (B-B); ``batch.sign_batch`` signs many with one login,
  at the level a ``batch.Policy`` asks for, and writes each step into a ``journal.Journal`` first.
  Called again with the same jobs and journal it goes on where it was cut off; with no key it
  completes what waits for a timestamp.
* ``verify.check`` judges any PDF; ``pdfa.check_pdfa`` its archival form.
* ``preparing.add_fields`` makes the fields both signers have agreed on, before either signs.

Errors are ``errors.SigningError`` with a code; values stand in ``model`` and ``journal``.
"""
