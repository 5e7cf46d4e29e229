from __future__ import annotations

import random

from pipelines.items import Section
from pipelines.report.likeness import SHORTEST, bands, likeness, narrative, shingles

WORDS = [
    "主动公开", "政策解读", "重点领域", "营商环境", "办事指南", "信息发布", "依法答复", "规范流程",
    "业务培训", "栏目更新", "监督考核", "社会评议", "平台建设", "群众关切", "责任分工", "保密审查",
]  # fmt: skip


def sentences(seed: int, count: int = 60) -> list[str]:
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    return ["".join(chance.choices(WORDS, k=8)) + "。" for _ in range(count)]


def runs(text: str, *names: str) -> frozenset[int]:
    section = Section("overview", "一", "总体情况", text)
    return shingles(narrative("ogi_2021", [section], names))


def test_names_and_numbers_make_no_difference() -> None:
    text = "".join(f"{2024}年清河县民政局{one}共{12}件" for one in sentences(1))
    copy = text.replace("清河县民政局", "清河县水务局").replace("2024", "2025").replace("12", "９")
    assert likeness(runs(text, "清河县民政局"), runs(copy, "清河县水务局")) == 1


def test_a_sentence_changed_is_still_a_copy_and_another_text_is_not() -> None:
    own = sentences(1)
    edited = ["本年度新设了专门的查阅场所并对外开放。", *own[1:]]
    assert likeness(runs("".join(own)), runs("".join(edited))) > 0.85
    assert likeness(runs("".join(own)), runs("".join(sentences(2)))) < 0.5


def test_what_the_form_prints_is_no_text_of_the_agency() -> None:
    table = Section("requests", "三", "收到和处理政府信息公开申请情况", "".join(sentences(1)))
    assert narrative("ogi_2021", [table], ()) == ""
    assert narrative("narrative_2008", [table], ())  # no tables then: the section is prose


def test_a_line_is_too_short_to_be_copied() -> None:
    assert runs("本年度未收到政府信息公开申请。") == frozenset()
    assert bands(frozenset()) == ()
    assert shingles("信" * SHORTEST)


def test_copies_meet_in_a_band_and_others_hardly_ever() -> None:
    texts = [sentences(seed) for seed in range(60)]
    own = [set(bands(runs("".join(text)))) for text in texts]
    copies = [set(bands(runs("".join(["另有说明的事项一处。", *text[1:]])))) for text in texts]
    assert all(one & copy for one, copy in zip(own, copies, strict=True))
    strangers = sum(bool(own[a] & own[b]) for a in range(60) for b in range(a))
    assert strangers < 60 * 59 / 2 * 0.2
