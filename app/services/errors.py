"""The three kinds of trouble: the person can mend it, it may pass, or it is our bug.

The kind is decided from the SQLSTATE or the door's refusal code, never from a message text. Anything that is neither
:class:`UserError` nor :class:`OutageError` is a bug of ours and ends in the report dialog with every draft flushed.
"""


class UserError(Exception):
    """Something the person at the desk can mend; the text is shown as it stands, beside ``field``.

    Attributes:
        text: What happened, what is safe, what to do: a whole sentence in the reader's language.
        field: Name of the form field the text belongs to, or ``None`` for the whole page.
        code: The refusal code of the database, for tests and the log.
    """

    def __init__(self, text: str, *, field: str | None = None, code: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.field = field
        self.code = code


class StaleError(UserError):
    """Somebody else changed the same thing meanwhile; the desk offers Cancel, Compare and Merge."""


class OutageError(Exception):
    """The server cannot be reached or is going down; what was typed is kept and sent later."""
