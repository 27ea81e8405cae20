"""Number, print, store and issue in one transaction: whatever fails leaves the number free."""

import time
from dataclasses import replace
from uuid import UUID, uuid4

from sqlalchemy import select

from app.models.tables.paper import Paper as PaperRecord
from app.models.vocabulary import Kind
from app.models.words import tr
from app.services.blobs import CHUNK, root_of
from app.services.bootstrap import Desk
from app.services.database.connect import Together
from app.services.documents.fields import PaperData
from app.services.documents.press import PaperPress
from app.services.errors import UserError
from app.services.papers.people import people_of
from app.services.papers.prepared import Issued, PaperSheet

WIDEST_SERIAL = "99999"
_PDF = "application/pdf"
_LEAVES_THE_HOUSE = frozenset({"distribution_notice"})


def issue(desk: Desk, press: PaperPress, sheet: PaperSheet, data: PaperData) -> Issued:
    """Issue a drafted paper; see :meth:`Papers.issue`."""
    _keep_secret(desk, sheet, data)
    # Once with the widest number there can be: what cannot be printed is said while no number is taken.
    press.render(
        sheet.form,
        data,
        number=sheet.pattern.replace("{serial}", WIDEST_SERIAL),
        issued_on=desk.clock.today(),
        letterhead=sheet.letterhead,
    )
    table = PaperRecord.__table__
    with desk.database.together() as together:
        number = together.call("take_number", sheet.id)
        began = time.monotonic()
        issued_on = together.connection.execute(select(table.c.issued_on).where(table.c.id == sheet.id)).scalar_one()
        printed = press.render(sheet.form, data, number=number, issued_on=issued_on, letterhead=sheet.letterhead)
        answer = together.run_command(
            "issue_paper",
            {"blob_id": _store(together, printed.pdf), "sha256": printed.sha256},
            subject=sheet.id,
            expected_version=sheet.version,
        )
    return Issued(
        paper_id=sheet.id,
        number=number,
        version=answer["version"],
        case_version=answer["case_version"],
        pdf=printed.pdf,
        sha256=printed.sha256,
        pages=printed.pages,
        held_s=time.monotonic() - began,
    )


def troubles(press: PaperPress, sheet: PaperSheet, data: PaperData) -> dict[str, str]:
    """Say by field what keeps a paper from being issued; see :meth:`Papers.troubles`."""
    found: dict[str, str] = {}
    for field in sheet.form.fields:
        alone = replace(sheet.form, fields=(field,))
        refused = press.refusal(alone, {field.name: data.get(field.name)})
        if refused is not None:
            found[field.name] = tr("This is needed on the paper.") if refused.code == "missing" else refused.text
    return found


def _keep_secret(desk: Desk, sheet: PaperSheet, data: PaperData) -> None:
    """Refuse a paper of a report that would tell somebody else who reported (Order 121 Art. 37)."""
    if sheet.kind is not Kind.REPORT or sheet.form.code not in _LEAVES_THE_HOUSE:
        return
    people = people_of(desk.database, sheet.case_id, sheet.form.code)
    for field in sheet.form.fields:
        if people.named_in(field.written(data.get(field.name))):
            raise UserError(
                tr("This names the reporter, who stays secret (Order 121 Art. 37). Take it out."),
                field=field.name,
                code="names_reporter",
            )


def _store(together: Together, pdf: bytes) -> UUID:
    """Store a printed paper inside the open transaction."""
    blob_id = uuid4()
    pieces = (pdf[place : place + CHUNK] for place in range(0, len(pdf), CHUNK))
    together.call_in_turn(
        ("begin_blob", (blob_id, _PDF, len(pdf), root_of(pdf))),
        *(("put_chunk", (blob_id, place, piece)) for place, piece in enumerate(pieces)),
        ("finish_blob", (blob_id,)),
    )
    return blob_id
