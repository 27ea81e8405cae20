"""Papers: the statutory forms and the centre's own, as PDF.

A form is data (``resources/documents``): :mod:`~app.services.documents.templates` reads and checks it,
:mod:`~app.services.documents.fields` says what it needs, :class:`~app.services.documents.press.PaperPress` prints it.
"""
