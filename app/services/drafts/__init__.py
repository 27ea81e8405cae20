"""What is typed and not yet saved: kept on this computer, readable by its author alone, sent exactly once.

``keys`` opens a person's folder with that person's password, ``journal`` keeps every form from its first keystroke,
``outbox`` keeps commands while the server is away, ``offline`` lets a known person take calls meanwhile, ``recovery``
brings a folder back after a password reset, and ``lifecycle`` carries a draft from the form to the confirmed save.
Everything on disk is encrypted; a cut, a kill or a full disk leaves a readable state behind at every byte.
"""
