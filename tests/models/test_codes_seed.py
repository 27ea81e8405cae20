"""Code tables: complete, typable and safe to build on."""

from collections import Counter

import pytest

from app.models.codes_seed import code_rows, code_tables
from app.models.pinyin import initials, sort_key

TABLES = {table.name: table for table in code_tables()}
ROWS = list(code_rows())


def row(table, code):
    return next(found for found in TABLES[table].rows if found.code == code)


def test_no_table_and_no_code_is_named_twice():
    assert len(TABLES) == len(list(code_tables()))
    assert [pair for pair, times in Counter((found.table, found.code) for found in ROWS).items() if times > 1] == []


def test_no_two_rows_of_a_table_read_the_same():
    for table in TABLES.values():
        for titles in ([found.title_zh for found in table.rows], [found.title_en for found in table.rows]):
            assert [title for title, times in Counter(titles).items() if times > 1] == [], table.name


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_row_behaves_as_its_table_allows(table):
    for found in table.rows:
        assert found.behaviour in (table.behaviours or {""}), found
        assert found.title_zh
        assert found.title_en
        assert found.initials
    assert {found.behaviour for found in table.rows} >= set(table.behaviours)


def test_a_parent_stands_before_its_sub_items_and_behaves_like_them():
    for table in TABLES.values():
        seen = {}
        for found in table.rows:
            if found.parent is not None:
                assert found.parent in seen, found
                assert seen[found.parent].behaviour == found.behaviour
                assert seen[found.parent].parent is None
            seen[found.code] = found


def test_every_channel_has_its_place_in_the_three_way_split_and_in_the_national_dictionary():
    for channel in TABLES["channel"].rows:
        assert channel.attributes["origin"] in {"call", "internet", "staff"}
        assert channel.national_code
    assert row("channel", "voicemail").national_code == "7"
    assert row("channel", "letter").national_code == "d"
    assert row("channel", "transfer_12345").behaviour == "transfer"


def test_every_outcome_of_a_contact_has_a_key_of_its_own():
    keys = [outcome.attributes["key"] for outcome in TABLES["contact_outcome"].rows]

    assert len(set(keys)) == len(keys)
    assert all(len(key) == 1 and key.isupper() for key in keys)
    assert {outcome.attributes["case"] for outcome in TABLES["contact_outcome"].rows} == {"required", "offered", "none"}


def test_every_object_and_problem_has_a_class_in_the_association_tables():
    categories = {found.code for found in TABLES["cca_category"].rows}
    natures = {found.code for found in TABLES["cca_nature"].rows}

    assert {found.attributes["cca"] for found in TABLES["object_category"].rows} <= categories
    assert {found.attributes["nature"] for found in TABLES["problem_category"].rows} == natures


def test_goods_carry_the_national_number_and_services_only_ours():
    for found in TABLES["object_category"].rows:
        if found.parent is None and found.behaviour == "goods" and found.code != "199":
            assert found.national_code == found.code
        if found.behaviour == "service":
            assert found.national_code is None
            assert found.source == "local"


def test_the_provinces_and_industry_sections_are_complete():
    assert len(TABLES["region"].rows) == 34
    assert "".join(found.code for found in TABLES["industry"].rows) == "ABCDEFGHIJKLMNOPQRST"


def test_a_number_of_another_body_is_quoted_only_after_somebody_confirmed_it():
    for found in TABLES["other_authority"].rows:
        assert found.attributes["body"]
        assert found.attributes["phone"] in found.attributes["sentence"]
        if found.code not in {"government", "elsewhere"}:
            assert found.unconfirmed


def test_codes_are_typed_by_their_initials():
    assert row("problem_category", "0701").initials == "yfk"
    assert row("claim", "redo").initials == "cz"
    assert initials("𠮷㛃䶮𬭚") == "jjyc"
    assert initials("12345 转办") == "12345zb"


def test_lists_sort_by_sound_and_then_by_character():
    assert sorted(["重庆", "安徽", "北京", "长春"], key=sort_key) == ["安徽", "北京", "长春", "重庆"]
    assert sort_key("张三") != sort_key("章三")
