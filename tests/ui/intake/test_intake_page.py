"""A contact is taken in by keyboard alone, at the real database, and nothing typed is lost."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.models.tables.case import Case, Claim
from app.models.tables.contact import Contact, ContactCase, Party
from app.models.tables.enterprise import SettlementOrder
from app.models.vocabulary import Kind
from app.services.bootstrap import Desk
from app.services.errors import OutageError, UserError
from app.ui.intake.dialogs import CaseDialog, DistributeDialog, OutcomeDialog, ReadBackDialog
from app.ui.intake.drafting import open_drafts
from app.ui.intake.page import IntakePage
from app.ui.orders.send import SendOrderDialog
from app.ui.seat import Seat
from tests.factories import BUREAU, GYM
from tests.ui.intake.conftest import SeatOf, SignIn

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Hands:
    """Types where the focus is, as a person does; counts the keys that are not text."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.keys = 0

    @property
    def where(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def type(self, text: str) -> "Hands":
        if text.isascii():
            self._qtbot.keyClicks(self.where, text)
        else:
            self.where.insertPlainText(text) if hasattr(self.where, "insertPlainText") else self.where.insert(text)
        return self

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE, times: int = 1) -> "Hands":
        for _ in range(times):
            self.keys += 1
            self._qtbot.keyClick(self.where, key, held)
        return self


@pytest.fixture
def hands(qtbot: QtBot) -> Hands:
    return Hands(qtbot)


@pytest.fixture
def page(seat: Seat, qtbot: QtBot) -> IntakePage:
    made = IntakePage(seat)
    seat.open_page(made)
    qtbot.waitUntil(made.form.facts.hasFocus)
    return made


def stored(desk: Desk, table: Any, *where: Any) -> list[dict[str, Any]]:
    with desk.database.read() as connection:
        return [dict(row) for row in connection.execute(select(table.__table__).where(*where)).mappings()]


def in_front(qtbot: QtBot, kind: type[QWidget]) -> Any:
    """Wait until a dialog of ``kind`` has the keys."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), kind), timeout=5000)
    dialog = QApplication.activeWindow()
    qtbot.waitUntil(lambda: dialog.isAncestorOf(QApplication.focusWidget()), timeout=5000)
    return dialog


def wait_saved(qtbot: QtBot, page: IntakePage) -> None:
    qtbot.waitUntil(lambda: page.saved is not None, timeout=10_000)


def test_a_phone_complaint_is_typed_by_keyboard_only_and_saved(
    page: IntakePage, desk: Desk, qtbot: QtBot, hands: Hands
) -> None:
    form = page.form
    hands.press(Key.Key_Backtab, SHIFT).type("2")
    assert form.kind is Kind.COMPLAINT
    assert form.facts.hasFocus()
    hands.type("10月办年卡3680元，11月关门，要求退款。").press(Key.Key_Tab)
    hands.type("xxjs")
    qtbot.waitUntil(lambda: form.against.name.offered() != [], timeout=5000)
    hands.press(Key.Key_Return)
    assert form.against.enterprise_id() == GYM
    assert form.against.address.text().startswith("金河市")
    hands.press(Key.Key_Tab, times=4).type("jsfw").press(Key.Key_Return)
    assert form.about.object.value() is not None
    hands.press(Key.Key_Tab).type("yfk").press(Key.Key_Return)
    hands.press(Key.Key_Tab).type("1102").press(Key.Key_Tab).type("3680").press(Key.Key_Tab, times=2)
    hands.type("6")
    assert form.claims.codes.values() == ["refund"]
    hands.press(Key.Key_Tab).type("3220").press(Key.Key_Tab, times=2)
    hands.type("y").press(Key.Key_Tab).type("y").press(Key.Key_Tab).type("1105").press(Key.Key_Tab).type("n")
    hands.press(Key.Key_Tab).type("李晓敏").press(Key.Key_Tab).type("13893416721").press(Key.Key_Tab, times=4)
    hands.type("金河市城关区人民路6号").press(Key.Key_Tab).type("n")
    hands.press(Key.Key_S, CONTROL)
    wait_saved(qtbot, page)

    assert page.saved is not None
    row = stored(desk, Case, Case.id == page.saved.subject)[0]
    assert row["number"] == page.saved.number
    assert page.saved.number in page.panel.text()
    assert row["enterprise_id"] == GYM
    assert (str(row["amount_involved"]), row["occurred_on"].month) == ("3680.00", 11)
    assert (row["for_daily_life"], row["tried_trader"], row["handled_elsewhere"]) == (True, True, "no")
    assert (row["consent_publish"], row["consent_entrust"]) == (False, None)
    assert [str(claim["amount"]) for claim in stored(desk, Claim, Claim.case_id == row["id"])] == ["3220.00"]
    assert stored(desk, Party, Party.case_id == row["id"])[0]["shown_phone"] == "138****6721"
    assert open_drafts(desk) == ()
    hands.press(Key.Key_F2)
    assert page.saved is None
    assert form.facts.hasFocus()


def test_a_quick_consultation_takes_at_most_six_keys_besides_its_line(
    page: IntakePage, desk: Desk, qtbot: QtBot, hands: Hands
) -> None:
    hands.type("七天无理由退货，拆封了还能退吗？")
    draft = page.draft_id
    hands.press(Key.Key_Tab).type("js").press(Key.Key_Return).press(Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: page.draft_id != draft, timeout=10_000)

    assert hands.keys + len("js") <= 6
    row = stored(desk, Case, Case.id == draft)[0]
    assert (row["kind"], row["state"]) == ("consultation", "closed")
    assert row["object_code"]
    assert page.form.facts.text() == ""
    assert page.form.facts.hasFocus()


def test_save_and_distribute_proposes_the_traders_place(
    page: IntakePage, desk: Desk, qtbot: QtBot, hands: Hands
) -> None:
    page.form.set_kind(Kind.COMPLAINT)
    hands.type("退卡").press(Key.Key_Tab).type("xxjs")
    qtbot.waitUntil(lambda: page.form.against.name.offered() != [], timeout=5000)
    hands.press(Key.Key_Return).press(Key.Key_F8)
    dialog = in_front(qtbot, DistributeDialog)
    assert dialog.picker.value() == BUREAU
    hands.press(Key.Key_Return)
    wait_saved(qtbot, page)

    assert page.saved is not None
    assert stored(desk, Case, Case.id == page.saved.subject)[0]["handling_unit_id"] == BUREAU


def test_a_second_ctrl_s_does_nothing(page: IntakePage, desk: Desk, qtbot: QtBot, hands: Hands) -> None:
    hands.type("咨询").press(Key.Key_S, CONTROL).press(Key.Key_S, CONTROL)
    wait_saved(qtbot, page)
    hands.press(Key.Key_S, CONTROL)

    assert page.saved is not None
    assert len(stored(desk, Case, Case.id == page.saved.subject)) == 1


def test_what_cannot_be_read_is_said_beside_its_field_and_kept(page: IntakePage, hands: Hands) -> None:
    page.form.set_kind(Kind.COMPLAINT)
    page.form.about.amount.setFocus()
    hands.type("abc").press(Key.Key_S, CONTROL)

    assert page.saved is None
    assert page.form.about.amount.hasFocus()
    assert page.form.about.amount.text() == "abc"


def test_a_refused_save_keeps_the_typing_and_goes_to_the_field(
    page: IntakePage, desk: Desk, qtbot: QtBot, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> dict[str, Any]:
        raise UserError("An amount cannot be below zero.", field="ck_cases_amount_involved", code="constraint")

    page.form.set_kind(Kind.COMPLAINT)
    hands.type("退卡")
    with monkeypatch.context() as server:
        server.setattr(desk.database, "run_command", refuse)
        hands.press(Key.Key_S, CONTROL)
        qtbot.waitUntil(page.form.about.amount.hasFocus, timeout=5000)
    assert page.form.facts.text() == "退卡"
    assert open_drafts(desk)[0].fields["facts"] == "退卡"
    hands.press(Key.Key_S, CONTROL)
    wait_saved(qtbot, page)


def test_while_the_server_is_away_the_case_is_kept_here_and_sent_later(
    page: IntakePage, desk: Desk, qtbot: QtBot, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> dict[str, Any]:
        raise OutageError("away")

    hands.type("停电时的来电")
    with monkeypatch.context() as server:
        server.setattr(desk.database, "run_command", gone)
        hands.press(Key.Key_S, CONTROL)
        wait_saved(qtbot, page)
    assert page.saved is not None
    assert page.saved.is_waiting
    assert "Kept on this computer" in page.panel.text()
    assert stored(desk, Case, Case.id == page.saved.subject) == []
    desk.replay()
    assert stored(desk, Case, Case.id == page.saved.subject)[0]["facts"] == "停电时的来电"


def test_a_killed_desk_gives_the_form_back_with_the_cursor_where_it_was(
    sign_in: SignIn, seat_of: SeatOf, qtbot: QtBot, hands: Hands, tmp_path: Path
) -> None:
    before = sign_in("operator_2", tmp_path)
    page = IntakePage(seat_of(before))
    page._seat.open_page(page)
    qtbot.waitUntil(page.form.facts.hasFocus)
    page.form.set_kind(Kind.COMPLAINT)
    hands.type("abcdef").press(Key.Key_Left, times=2)
    hands.type("X")
    page.form.about.amount.setText("1.2万")
    page.form.facts.setFocus()
    hands.type("Y")
    before.drafts.flush()
    before.drafts._lock.release()
    before.outbox._lock.release()

    after = sign_in("operator_2", tmp_path)
    drafts = open_drafts(after)
    assert len(drafts) == 1
    again = IntakePage(seat_of(after), draft=drafts[0])
    again._seat.open_page(again)
    qtbot.waitUntil(again.form.facts.hasFocus)

    assert again.draft_id == page.draft_id
    assert again.form.facts.text() == "abcdXYef"
    qtbot.waitUntil(lambda: again.form.facts.textCursor().position() == 6)
    assert again.form.kind is Kind.COMPLAINT
    assert again.form.about.amount.text() == "1.2万"


def test_a_caller_who_asks_for_progress_hears_one_sentence_and_is_noted(
    page: IntakePage, desk: Desk, qtbot: QtBot, hands: Hands
) -> None:
    who = page.form.who
    page.form.set_kind(Kind.COMPLAINT)
    hands.type("退卡")
    who.phone.setFocus()
    hands.type("13609310077").press(Key.Key_S, CONTROL)
    wait_saved(qtbot, page)
    assert page.saved is not None
    case = page.saved.subject
    hands.press(Key.Key_F2)
    who.phone.setFocus()
    hands.type("13609310077")
    qtbot.waitUntil(lambda: page.thinking.caller is not None and page.thinking.caller.cases != (), timeout=5000)
    draft = page.draft_id
    hands.press(Key.Key_P, ALT)
    dialog = in_front(qtbot, CaseDialog)
    assert "registered" in dialog.sentence.text()
    hands.press(Key.Key_Return)
    qtbot.waitUntil(lambda: page.draft_id != draft, timeout=5000)
    links = stored(desk, ContactCase, ContactCase.case_id == case, ContactCase.relation == "progress")
    assert len(links) == 1


def test_a_wrong_number_is_one_key_and_no_case(page: IntakePage, desk: Desk, qtbot: QtBot, hands: Hands) -> None:
    draft = page.draft_id
    hands.press(Key.Key_X, ALT)
    qtbot.waitUntil(lambda: page.draft_id != draft, timeout=5000)

    assert stored(desk, Case, Case.id == draft) == []
    assert len(stored(desk, Contact, Contact.outcome == "misdial")) == 1


def test_every_outcome_has_the_key_of_its_row(page: IntakePage, desk: Desk, qtbot: QtBot, hands: Hands) -> None:
    draft = page.draft_id
    hands.press(Key.Key_O, ALT)
    in_front(qtbot, OutcomeDialog)
    hands.press(Key.Key_Y)
    qtbot.waitUntil(lambda: page.draft_id != draft, timeout=5000)

    assert len(stored(desk, Contact, Contact.outcome == "praise_suggestion")) == 1


def test_an_emergency_shows_what_to_ask_and_is_saved_with_nothing_else(
    page: IntakePage, desk: Desk, qtbot: QtBot, hands: Hands
) -> None:
    hands.press(Key.Key_F12).press(Key.Key_1)
    panel = page.form.emergency
    assert "120" in panel._call.text()
    assert "就医" in panel._ask.text()
    assert page.form.facts.hasFocus()
    hands.press(Key.Key_S, CONTROL)
    wait_saved(qtbot, page)

    assert page.saved is not None
    assert stored(desk, Case, Case.id == page.saved.subject)[0]["emergency"] == "food_poisoning"


def test_only_the_fields_of_the_chosen_channel_and_kind_are_there(page: IntakePage) -> None:
    form = page.form
    mail = form.inputs.widget("mail_number")
    number = form.inputs.widget("source_number")
    assert mail is not None
    assert number is not None
    assert not mail.isVisible()
    assert not form.claims.isVisible()
    form.opening.set_code("letter")
    assert mail.isVisible()
    form.opening.set_code("transfer_12345")
    assert number.isVisible()
    assert not mail.isVisible()
    assert form.opening.code() == "transfer_12345"
    form.set_kind(Kind.COMPLAINT)
    assert form.claims.isVisible()
    form.set_kind(Kind.REPORT)
    assert form.about.violation.isVisible()
    assert not form.claims.isVisible()


def test_one_who_speaks_for_another_is_asked_for_whom(page: IntakePage) -> None:
    form = page.form
    form.set_kind(Kind.COMPLAINT)
    form.who.name.setText("王芳")
    form.who.phone.setText("13900000001")
    form.who.relation.set_value("agent")
    form.who.show_relation()
    form.who.other_name.setText("李晓敏")
    parties = form.who.parties(UUID(int=7), Kind.COMPLAINT)
    assert [(party.role.value, party.name) for party in parties] == [("complainant", "李晓敏"), ("agent", "王芳")]
    assert parties[1].original_power_of_attorney is False
    form.who.relation.set_value("representative")
    form.who.show_relation()
    assert form.who.is_joint()
    roles = [party.role.value for party in form.who.parties(UUID(int=7), Kind.COMPLAINT)]
    assert roles == ["complainant", "representative"]


def test_reading_back_says_that_unasked_consent_was_not_asked(page: IntakePage, qtbot: QtBot, hands: Hands) -> None:
    page.form.set_kind(Kind.COMPLAINT)
    hands.type("退卡").press(Key.Key_R, ALT)
    dialog = in_front(qtbot, ReadBackDialog)
    from PySide6.QtWidgets import QLabel

    said = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert "not asked" in said
    assert "nothing" in said
    hands.press(Key.Key_Escape)
    assert page.form.facts.text() == "退卡"


def test_a_discarded_draft_comes_back_by_undo(page: IntakePage, desk: Desk, qtbot: QtBot, hands: Hands) -> None:
    hands.type("写错了")
    page._discard()
    assert page.form.facts.text() == ""
    page._seat.messages._note._take_back()
    assert page.form.facts.text() == "写错了"


def test_the_form_speaks_the_other_language_with_all_that_was_typed(page: IntakePage, hands: Hands) -> None:
    from app.models import words

    hands.type("退卡")
    words.speak("zh_CN")
    page.retranslate()

    assert page.form.facts.text() == "退卡"
    assert page.footer.save.text().startswith(" 保存")


def test_a_consumer_chooses_to_settle_first_and_the_order_goes_out_of_the_contact(
    page: IntakePage, desk: Desk, seat: Seat, qtbot: QtBot, hands: Hands
) -> None:
    form = page.form
    hands.type("健身卡只想先和商家协商退款。").press(Key.Key_Y, ALT)
    assert "Only a dispute" in seat.messages.noted()

    hands.press(Key.Key_Backtab, SHIFT).type("2").press(Key.Key_Tab).type("xxjs")
    qtbot.waitUntil(lambda: form.against.name.offered() != [], timeout=5000)
    hands.press(Key.Key_Return)
    form.who.name.setText("赵明")
    form.who.phone.set_value("13893410001")
    hands.press(Key.Key_Y, ALT)
    dialog = in_front(qtbot, SendOrderDialog)
    assert dialog.share.isAncestorOf(QApplication.focusWidget()) or dialog.share.hasFocus()
    hands.type("y").press(Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: "is on its way" in seat.messages.noted(), timeout=10_000)

    order = stored(desk, SettlementOrder, SettlementOrder.facts == "健身卡只想先和商家协商退款。")[0]
    assert (order["mode"], order["enterprise_id"], order["shares_identity"]) == ("before_complaint", GYM, True)
    contact = stored(desk, Contact, Contact.id == order["contact_id"])[0]
    assert (contact["outcome"], contact["state"]) == ("settlement", "done")
    assert stored(desk, Case, Case.facts == order["facts"]) == []
    assert order["facts"] not in [draft.fields.get("facts") for draft in open_drafts(desk)]
    assert form.facts.text() == ""


def test_a_report_is_never_sent_to_the_enterprise(page: IntakePage, seat: Seat, qtbot: QtBot, hands: Hands) -> None:
    hands.press(Key.Key_Backtab, SHIFT).type("3").type("卖假酒").press(Key.Key_Y, ALT)
    assert "never goes to an enterprise" in seat.messages.noted()
    assert QApplication.activeModalWidget() is None
