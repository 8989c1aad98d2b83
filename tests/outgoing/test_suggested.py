"""The shipped forms: what the descriptions give, fit for every commune, sound by the process that looks at forms."""

import pytest

from tests.outgoing import samples
from thidua.outgoing import catalogue, forms_apart, suggested
from thidua.outgoing.catalogue import MeasureName
from tools import forms

KNOWN = [MeasureName("CT1", ""), MeasureName("CT3a", ""), MeasureName("BD1", ""), MeasureName("BD3", "")]
ALL = list(suggested.load().values())
each = pytest.mark.parametrize("one", ALL, ids=[one.name for one in ALL])


def test_committed_files_are_what_the_descriptions_give() -> None:
    """Otherwise: python -m tools.forms --write"""
    assert forms.differing() == []


def test_there_are_four_papers_and_a_table() -> None:
    assert [one.looked.suffix for one in ALL] == [".docx"] * 4 + [".xlsx"]


@each
def test_the_index_tells_what_stands_in_the_file(one: suggested.Suggestion) -> None:
    looked = forms_apart.look_at(one.content)
    assert (tuple(looked.names), looked.problems) == (one.names, ())
    held = catalogue.catalogue_of(KNOWN, has_unit_figures=one.subject == "period")
    assert held.faults(looked.uses) == []


@each
def test_it_can_be_filled_where_nothing_is_known(one: suggested.Suggestion) -> None:
    body = samples.filled(one.content, {})
    assert b"{{" not in samples.part_of(
        body, "word/document.xml" if one.looked.suffix == ".docx" else "xl/worksheets/sheet1.xml"
    )


@each
def test_nothing_in_it_is_of_one_ward(one: suggested.Suggestion) -> None:
    name = "word/document.xml" if one.looked.suffix == ".docx" else "xl/sharedStrings.xml"
    said = samples.part_of(one.content, name).decode()
    assert "phường" not in said.casefold()
