"""Search finds a report if and only if the words stand in its text, on both databases."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from storage.archive import keep_versions, save_agencies, save_version
from storage.bigrams import LONGEST_PHRASE, fold, folded, passages
from storage.contacts import HIDDEN, without_contacts
from storage.database import Database, Session
from storage.errors import QuestionError
from storage.records import SectionRecord
from storage.search import Found, Question, search, suggest, words
from storage.warc import WarcStore
from tests.storage.scene import BUREAU, COUNTY, DAY, NOON, archived, reading, registered

YEARS = (2021, 2022, 2023)


def of_text(text: str, key: str = "overview") -> tuple[SectionRecord, ...]:
    return (SectionRecord(key, "一", "总体情况", text),)


@pytest.fixture
def pages(database: Database, store: WarcStore) -> dict[int, int]:
    """A document for each report year, by the year."""
    with database.session() as session:
        crawl_id = registered(session)
        return {
            year: archived(session, store, crawl_id, f"http://a/{year}", str(year).encode()).id
            for year in YEARS
        }


def save(session: Session, page: int, year: int, text: str) -> None:
    save_version(session, BUREAU.id, year, page, reading(sections=of_text(text)), NOON)


def years(found: Found) -> list[int]:
    return [hit.report_year for hit in found.hits]


WRITTEN = st.text(st.sampled_from("公开政府信息不予，。 \n0123aA年ｅ㎡𠀀"), max_size=40)
REPEATED = st.builds(
    lambda part, times, end: part * times + end,
    st.sampled_from(["公", "公开", "……", "12"]),
    st.integers(0, 400),
    WRITTEN,
)
TEXTS = st.one_of(WRITTEN, REPEATED, st.builds("".join, st.lists(WRITTEN, max_size=4)))


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[str], str]:
    """Three texts, and a word that mostly stands in one of them."""
    texts = draw(st.lists(TEXTS, min_size=3, max_size=3))
    source = fold(draw(st.sampled_from(texts)))
    begin = draw(st.integers(0, max(0, len(source) - 1)))
    inside = source[begin : begin + draw(st.integers(1, 30))]
    word = draw(st.one_of(st.just(inside), WRITTEN))
    return texts, word


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(case=cases())
@example(case=(["公" * 300 + "开", "公开", ""], "公" * 63 + "开"))
@example(case=(["政府信息" * 2500, "信息政", "府"], "息政"))
@example(case=(["20 12年", "２０１２年", "201 2"], "2012年"))
def test_it_is_a_plain_search_for_a_part(
    case: tuple[list[str], str], database: Database, pages: dict[int, int]
) -> None:
    texts, word = case
    with database.session() as session:
        for (year, page), text in zip(pages.items(), texts, strict=True):
            save(session, page, year, text)
    if not fold(word):
        return
    asked = Question(text=f'"{word}"')
    with database.snapshot() as session:
        found = search(session, asked)
    standing = [
        year
        for year, text in zip(pages, texts, strict=True)
        if fold(word) in fold(without_contacts(text))
    ]
    assert years(found) == sorted(standing, reverse=True)
    assert (found.total, found.total_is_more, found.following) == (len(standing), False, None)
    for hit in found.hits:
        assert any(
            fold(part) == fold(word) or fold(word) in fold(part)
            for snippet in hit.snippets
            for part, asked_for in snippet.parts
            if asked_for
        )


def test_each_phrase_of_a_long_text_is_whole_in_one_passage() -> None:
    text = "".join(chr(0x4E00 + number % 5000) for number in range(9000))
    held = [" ".join(terms) for terms in passages(text)]
    for begin in range(len(text) - LONGEST_PHRASE + 1):
        terms = next(passages(text[begin : begin + LONGEST_PHRASE]))[:-1]
        assert any(" ".join(terms) in passage for passage in held)
    assert len(held) == 3


def test_the_terms_are_those_that_the_databases_hold() -> None:
    """Where this fails, the terms changed: a migration has to make the index anew."""
    text = "　２０２５年,Ａ机关（𠀀）受理12件。\n联系电话：010-12345678，邮箱a@b.gov.cn"
    terms = list(passages(fold(without_contacts(text))))
    digest = hashlib.sha256(repr(terms).encode()).hexdigest()
    assert digest == "c3b8b19a5fc715a6ba9b0237a8856c6f44f5372e2c5593dc958a893b0499743c"


@pytest.mark.parametrize(
    "contact",
    [
        *("0871-6512345转801", "（0871）65123456", "13812345678", "zfxxgk@qingshan.gov.cn"),
        *("联系电话：6512345", "传真: 6512345、6512346", "邮编：650000", "联系人：王小明"),
        *("办公地址：青山县人民路1号县政府大楼三楼", "地址：人民路1号"),
    ],
)
def test_contacts_are_not_found(contact: str, database: Database, pages: dict[int, int]) -> None:
    text = f"如有疑问，请与县水务局联系（{contact}）。本年收到申请12件。"
    with database.session() as session:
        save(session, pages[2021], 2021, text)
    kept = fold(contact.partition("：")[2] or contact.partition(":")[2] or contact)[:20]
    with database.snapshot() as session:
        assert search(session, Question(text=f'"{kept}"')).total == 0
        (hit,) = search(session, Question(text="请与县水务局联系")).hits
    assert contact not in hit.snippets[0].text
    assert HIDDEN in hit.snippets[0].text


def test_numbers_that_are_no_contacts_stay() -> None:
    for text in (
        "全年收到申请12345678件",
        "网站地址：http://www.qingshan.gov.cn/",
        "依据国务院令第711号",
        "2025年1月1日至2025年12月31日",
        "通过12345热线办理",
    ):
        assert without_contacts(text) == text


@pytest.fixture
def filled(database: Database, pages: dict[int, int], store: WarcStore) -> Database:
    """Three reports of a bureau, the last in two versions, and one of its county."""
    with database.session() as session:
        save(session, pages[2021], 2021, "属于国家秘密的不予公开。" * 40)
        save(session, pages[2022], 2022, "不予公开3件。\n其中国家秘密1件。")
        save(session, pages[2023], 2023, "本年不予公开5件，涉及国家秘密。")
        later = archived(session, store, 1, "http://a/2023", b"edited", at=NOON + DAY)
        edited = reading(sections=of_text("本年予以公开5件。"))
        save_version(session, BUREAU.id, 2023, later.id, edited, NOON + DAY)
        county = archived(session, store, 1, COUNTY.homepage, b"county")
        sections = (*of_text("全县不予公开8件。"), *of_text("存在国家秘密定密不准。", "problems"))
        save_version(session, COUNTY.id, 2022, county.id, reading(sections=sections), NOON)
        save_agencies(session, [replace(COUNTY, city="黑水市")])
    return database


def found_by(database: Database, text: str, **where: object) -> list[tuple[str, int, int]]:
    with database.snapshot() as session:
        hits = search(session, Question(text=text, **where)).hits  # type: ignore[arg-type]
    return [(hit.agency_id, hit.report_year, hit.version_number) for hit in hits]


def test_where_it_is_searched(filled: Database) -> None:
    county, second = (COUNTY.id, 2022, 1), (BUREAU.id, 2022, 1)
    first, old = (BUREAU.id, 2021, 1), (BUREAU.id, 2023, 1)
    assert found_by(filled, "不予公开") == [county, second, first]
    assert found_by(filled, "不予公开", every_version=True) == [old, county, second, first]
    assert found_by(filled, "不予公开 国家秘密") == [county, second, first]
    assert found_by(filled, "国家秘密 不予公开", section="overview") == [second, first]
    assert found_by(filled, "国家秘密", section="problems") == [county]
    assert found_by(filled, "不予公开", first_year=2022) == [county, second]
    assert found_by(filled, "不予公开", last_year=2021) == [first]
    assert found_by(filled, "不予公开", agency_id=BUREAU.id) == [second, first]
    assert found_by(filled, "不予公开", city="黑水市") == [county]
    assert found_by(filled, "不予公开", province="无省") == []
    assert found_by(filled, "不予公开 国家秘密", county="青山县") == [county, second, first]
    by_section = {"county": "青山县", "section": "overview"}
    assert found_by(filled, "不予公开 国家秘密", **by_section) == [second, first]
    assert found_by(filled, "县") == [county]
    assert found_by(filled, '"件。 其中"') == [second]
    assert found_by(filled, "件其中") == []


def test_pages_follow_one_another(filled: Database) -> None:
    asked = Question(text="不予公开", every_version=True)
    seen: list[int] = []
    after = None
    with filled.snapshot() as session:
        while True:
            page = search(session, asked, limit=1, after=after)
            seen += years(page)
            after = page.following
            if after is None:
                break
    assert seen == [2023, 2022, 2022, 2021]


def test_snippets_show_the_words_and_what_is_around(filled: Database) -> None:
    with filled.snapshot() as session:
        hits = search(session, Question(text="3件 国家秘密", agency_id=BUREAU.id)).hits
    (snippet,) = hits[0].snippets
    assert (snippet.section_key, snippet.heading) == ("overview", "总体情况")
    assert snippet.parts == (
        ("不予公开", False),
        ("3件", True),
        ("。 其中", False),
        ("国家秘密", True),
        ("1件。", False),
    )


def test_what_is_deleted_is_not_found(filled: Database) -> None:
    with filled.session() as session:
        (hit,) = search(session, Question(text="本年予以公开")).hits
        keep_versions(session, BUREAU.id, 2023, [(hit.version_id, NOON)])
    assert found_by(filled, "本年不予公开", every_version=True) == []
    assert found_by(filled, "本年予以公开", every_version=True) == [(BUREAU.id, 2023, 1)]


@pytest.mark.parametrize(
    "text", ["", " \n", '""', "长" * 201, "长" * 65, " ".join("一二三四五六七八九")]
)
def test_questions_that_cannot_be_asked(text: str) -> None:
    with pytest.raises(QuestionError):
        words(text)


def test_words_of_a_question() -> None:
    assert words("国家秘密　不予 “信息 公开” ＡＢ 不予") == ("国家秘密", "不予", "信息公开", "ab")


def test_places_lead_back_to_the_text() -> None:
    text = "１２ ㎡Ａ"
    told = folded(text)
    assert told.text == "12m2a"
    assert [text[place] for place in told.places[:-1]] == ["１", "２", "㎡", "㎡", "Ａ"]
    assert told.places[-1] == len(text)


def test_suggested_agencies(filled: Database) -> None:
    with filled.snapshot() as session:
        assert [one.agency_id for one in suggest(session, "青山县")] == [BUREAU.id, COUNTY.id]
        (renamed,) = suggest(session, "水利 局")
        assert (renamed.agency_id, renamed.matched) == (BUREAU.id, "青山县水利局")
        assert suggest(session, "人民政府")[0].agency_id == COUNTY.id
        assert suggest(session, BUREAU.id)[0].name == BUREAU.name
        assert suggest(session, " ") == suggest(session, "%") == ()


def test_published_on_is_told(filled: Database) -> None:
    with filled.snapshot() as session:
        hit = search(session, Question(text="全县")).hits[0]
    assert (hit.published_on, hit.agency_name) == (dt.date(2026, 1, 20), COUNTY.name)
