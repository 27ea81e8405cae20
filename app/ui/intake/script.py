"""Words to say: what is read back before saving, and how a call is closed."""

from collections.abc import Sequence

from app.models.clock_reading import ClockReading
from app.models.masking import mask_phone
from app.models.vocabulary import Kind
from app.models.words import tr
from app.services.codebook import CodeBook
from app.services.intake import Saved
from app.services.registration import NewCase, joined


def read_back(case: NewCase, codes: CodeBook, reading: ClockReading | None) -> Sequence[tuple[str, str]]:
    """Return what to read to the caller, as label and text."""
    found = [(tr("Facts"), case.facts or tr("nothing yet"))]
    respondent = joined((case.respondent_name, case.shop_name, case.respondent_address))
    if respondent:
        found.append((tr("Against"), respondent))
    claims = tr(", ").join(
        joined((codes.title("claim", claim.code), f"{claim.amount:,.2f}" if claim.amount is not None else ""))
        for claim in case.claims
    )
    if claims:
        found.append((tr("Claims"), claims))
    who = [joined((party.name, mask_phone(party.phone), party.address)) for party in case.parties]
    if any(who):
        found.append((tr("Who calls"), tr(", ").join(part for part in who if part)))
    if case.kind is Kind.COMPLAINT:
        states = {None: tr("not asked"), True: tr("yes"), False: tr("no")}
        consents = tr("Publication: {publish} · entrusted mediation: {entrust}")
        found.append(
            (
                tr("Consents"),
                consents.format(publish=states[case.consent_publish], entrust=states[case.consent_entrust]),
            )
        )
    found.append((tr("Closing words"), closing_words(case, None, reading, "")))
    return found


def closing_words(case: NewCase, saved: Saved | None, reading: ClockReading | None, unit: str) -> str:
    """Return the words that close a call: the number, who calls by when, that it costs nothing."""
    said = []
    if saved is not None and saved.number:
        said.append(tr("Your matter has the number {number}.", number=saved.number))
    elif saved is not None:
        said.append(tr("Your matter is taken down; the number is told by a call."))
    if reading is not None and case.kind is Kind.COMPLAINT:
        due = reading.due_on.isoformat()
        who = unit or tr("the competent bureau")
        said.append(tr("By {due} {unit} calls you and says whether it is accepted.", due=due, unit=who))
    elif case.kind is Kind.REPORT:
        said.append(tr("Your report is verified; your name is kept secret."))
    said.append(tr("It costs nothing, and nobody needs to be paid for helping you."))
    return " ".join(said)
