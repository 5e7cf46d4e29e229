"""The cells read right never fall below the floor; raise it with what improves them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.report.form import FormKey
from tests.quality.compared import Compared
from tests.quality.corpus import read_corpus
from tests.quality.documents import FORMS, MEDIA, Kind
from tests.quality.floor import floors
from tests.quality.own import read_own

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", MEDIA, ids=lambda kind: kind.name)
def test_our_own_documents_are_read_as_well_as_ever(kind: Kind, form: FormKey) -> None:
    found, floor = read_own(kind, form), floors()[kind.name, form]
    assert (found.wrong, found.silent) == ((), ())
    assert found.right >= floor, found.named


def test_the_floor_has_each_document_once() -> None:
    assert list(floors()) == [(kind.name, form) for kind in MEDIA for form in FORMS]


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of real documents is not here")
def test_real_documents_are_as_a_person_read_them() -> None:
    found = dict(read_corpus(CORPUS))
    assert found
    for path, compared in found.items():
        assert isinstance(compared, Compared), path
        assert (compared.right, compared.wrong, compared.silent) == (compared.cells, (), ())
