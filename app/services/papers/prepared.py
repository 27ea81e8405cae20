"""A paper on the desk: its form, its fields, whom it goes to; and what may be made for a case."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from app.models.vocabulary import Kind, PaperState
from app.services.documents.fields import PaperData, Value
from app.services.documents.press import Letterhead
from app.services.documents.templates import Template
from app.services.papers.register import PaperRow
from app.services.papers.rules import Side


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A form, and whether the case is due it.

    Attributes:
        number: The form's number in its rule; 0 for the centre's own records.
        title: Its title in the reader's language.
        why_not: Why it cannot be made now, in the reader's language; empty when it can.
        papers: What has been made of it for this case.
        expected: Whether the case is incomplete without it.
    """

    form: str
    number: int
    title: str
    why_not: str
    papers: tuple[PaperRow, ...]
    expected: bool

    @property
    def may_be_made(self) -> bool:
        """Whether the state of the case allows it."""
        return not self.why_not


@dataclass(frozen=True, kw_only=True)
class Service:
    """A try to serve a paper."""

    id: UUID
    addressee_id: UUID | None
    way: str
    at: datetime
    result: str
    person: str
    mail_number: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """Somebody a paper goes to.

    Attributes:
        name: In plain while the paper is being made; masked or by role afterwards.
        served: What was tried, oldest first.
    """

    id: UUID
    side: Side
    name: str
    party_id: UUID | None = None
    unit_id: UUID | None = None
    copies: int = 1
    served: tuple[Service, ...] = ()

    @property
    def has_got(self) -> bool:
        """Whether it has been delivered."""
        return any(record.result == "delivered" for record in self.served)


@dataclass(frozen=True, kw_only=True)
class PaperSheet:
    """A paper on the desk.

    Attributes:
        version: The paper's version; ``None`` while it is only here.
        data: A value for each field that has one.
        proposed: The same as the case says it, to go back to.
        others: Whom it usually goes to as well, but does not now.
        letterhead: Who issues it.
        number: The number in full, or with a blank while it has none.
        pattern: The number with ``{serial}`` still in it.
        about: What its service tells.
        fixed: Fields that follow the case and cannot be changed by hand.
    """

    id: UUID
    case_id: UUID
    case_number: str
    kind: Kind
    form: Template
    english: str
    state: PaperState
    version: int | None
    data: PaperData
    addressees: tuple[Addressee, ...]
    letterhead: Letterhead
    number: str
    about: str
    pattern: str = ""
    fixed: frozenset[str] = frozenset()
    template_version: int = 1
    issued_on: date | None = None
    void_reason: str = ""
    others: tuple[Addressee, ...] = ()
    proposed: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def is_open(self) -> bool:
        """Whether its fields can still be changed."""
        return self.state in {PaperState.DRAFT, PaperState.APPROVED}


@dataclass(frozen=True, kw_only=True)
class Issued:
    """A paper that has just been issued.

    Attributes:
        pdf: The file as stored.
        held_s: How long the number series was locked for it, in seconds.
    """

    paper_id: UUID
    number: str
    version: int
    case_version: int
    pdf: bytes
    sha256: str
    pages: int
    held_s: float
