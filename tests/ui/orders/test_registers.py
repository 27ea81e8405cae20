"""The pages of the register and of the import, on the real office."""

from collections.abc import Callable
from pathlib import Path

from app.models.identity_numbers import check_uscc
from app.services.import_export.mapping import Mappings, Meaning
from app.ui.commands import CommandId
from app.ui.enterprises.form import EnterpriseDialog, MergeDialog
from app.ui.enterprises.page import EnterprisesPage
from app.ui.finding import case_finder
from app.ui.import_page.page import ImportPage
from app.ui.widgets.fields import find_field
from app.ui.widgets.picker import Pick
from tests.factories import GYM
from tests.ui.orders.conftest import Sitting

Sit = Callable[[str], Sitting]


def test_an_enterprise_is_found_while_typing_and_its_card_shown(sit: Sit) -> None:
    sitting = sit("supervisor")
    page = EnterprisesPage(sitting.seat)
    sitting.open(page)
    page.box.setText("欣鑫健身")
    sitting.until(lambda: page._card is not None and page._card.row.id == GYM and len(page.model.rows()) < 5)
    assert CommandId.MERGE_ENTERPRISES in page.handlers()


def test_a_wrong_credit_code_is_said_beside_its_field_and_stays(sit: Sit) -> None:
    sitting = sit("supervisor")
    page = EnterprisesPage(sitting.seat)
    sitting.open(page)
    sitting.give(CommandId.NEW)
    dialog = page.findChildren(EnterpriseDialog)[-1]
    dialog.name.setText("金河市老张面馆")
    dialog.uscc.setText("91620102MA7XXXXX0T")
    assert not check_uscc(dialog.uscc.text()).is_right
    dialog.submit()
    field = find_field(dialog, "uscc")
    assert field is not None
    sitting.until(lambda: bool(field.error))
    dialog.uscc.setText("")
    dialog.submit()
    sitting.until(lambda: not dialog.isVisible())
    page.box.setText("老张面馆")
    sitting.until(lambda: page._card is not None and page._card.row.name == "金河市老张面馆")

    sitting.give(CommandId.MERGE_ENTERPRISES)
    merge = page.findChildren(MergeDialog)[-1]
    merge.into.set_pick(Pick(GYM, "金河欣鑫健身有限公司"))
    merge.submit()
    sitting.until(lambda: not merge.isVisible())
    sitting.until(lambda: page._card is not None and page._card.row.id == GYM)


def test_a_file_is_tried_out_and_then_brought_in(sit: Sit, tmp_path: Path) -> None:
    file = tmp_path / "信箱.csv"
    file.write_text("编号,时间,内容,答复\n1,2024/5/6,退款的事,已答复\n2,上星期,押金的事,\n", encoding="gb18030")
    sitting = sit("supervisor")
    page = ImportPage(sitting.seat, Mappings(tmp_path / "mappings.json"))
    sitting.open(page)
    assert CommandId.RUN_IMPORT not in page.handlers()
    page.take_file(file)
    sitting.until(lambda: page.file.text() == "信箱.csv")
    assert page.columns[Meaning.FACTS].value() == 2

    sitting.give(CommandId.TRY_IMPORT)
    sitting.until(lambda: len(page.model.rows()) == 1)
    assert page.said.text().startswith("Would take in 1")
    sitting.give(CommandId.RUN_IMPORT)
    sitting.until(lambda: page.said.text().startswith("Taken in 1"))
    sitting.give(CommandId.RUN_IMPORT)
    sitting.until(lambda: page.said.text().startswith("Taken in 0, here already 1"))


def test_the_register_needs_a_name(sit: Sit, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("编号,时间,内容\n1,2024/5/6,退款\n", encoding="utf-8")
    sitting = sit("supervisor")
    page = ImportPage(sitting.seat, Mappings(tmp_path / "mappings.json"))
    sitting.open(page)
    page.take_file(file)
    sitting.until(lambda: page.file.text() == "x.csv")
    page.source.setText("")
    page.try_out()
    field = find_field(page, "source")
    assert field is not None
    sitting.until(lambda: bool(field.error))


def test_the_search_box_finds_enterprises_beside_cases(sit: Sit) -> None:
    sitting = sit("supervisor")
    desk = sitting.seat.desk
    opened: list[str] = []
    find = case_finder(sitting.seat, lambda *_: None, opened.append)
    desk.database.refuse_thread = None
    hits = find("欣鑫健身有限公司")
    names = [hit.title for hit in hits if hit.icon == "enterprises"]
    assert "金河欣鑫健身有限公司" in names
    next(hit for hit in hits if hit.title == "金河欣鑫健身有限公司").open()
    assert opened == ["金河欣鑫健身有限公司"]
