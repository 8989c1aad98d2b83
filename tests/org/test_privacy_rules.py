"""Terms and keeping times: dated rows, by the law as far as it is confirmed."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.org.enums import DataRequestKind
from thidua.org.privacy import deadlines, rules

TODAY = date(2026, 11, 22)


@pytest.fixture
def own_file(tmp_path, settings):
    """Rows of the installation itself."""

    def write(content) -> None:
        path = tmp_path / "rules.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        settings.PRIVACY_RULES = str(path)
        rules.rules.cache_clear()

    yield write
    rules.rules.cache_clear()


@pytest.mark.parametrize(
    ("kind", "days", "is_working"),
    [
        ("acknowledge", 2, True),
        ("view", 10, False),
        ("correct", 10, False),
        ("provide", 10, False),
        ("withdraw", 15, False),
        ("restrict", 15, False),
        ("object", 15, False),
        ("delete", 20, False),
    ],
)
def test_terms_of_the_decree(kind, days, is_working):
    term = rules.term(kind, TODAY)
    assert (term.days, term.is_working, term.trust) == (days, is_working, "C2")
    assert term.extension == (0 if kind == "acknowledge" else days)
    assert "NĐ 356/2025/NĐ-CP, Điều 5" in term.citation
    assert rules.term(kind, date(2025, 12, 31)) is None


def test_every_kind_of_request_has_a_term():
    assert {row.kind for row in rules.rules().terms} == {rules.ACKNOWLEDGE, *DataRequestKind.values}


@pytest.mark.parametrize(
    ("filed_on", "kind", "acknowledge_by", "due_on"),
    [
        (date(2026, 11, 20), "view", date(2026, 11, 24), date(2026, 11, 30)),  # a Friday: Monday, Tuesday
        (date(2026, 12, 31), "delete", date(2027, 1, 5), date(2027, 1, 20)),  # over New Year and a weekend
        (date(2026, 11, 21), "object", date(2026, 11, 24), date(2026, 12, 6)),  # a Saturday
        (date(2030, 1, 4), "view", date(2030, 1, 8), date(2030, 1, 14)),  # holidays not loaded: by weekdays
    ],
)
def test_deadlines(filed_on, kind, acknowledge_by, due_on):
    found = deadlines.deadlines(filed_on, rules.term("acknowledge", TODAY), rules.term(kind, TODAY))
    assert (found.acknowledge_by, found.due_on) == (acknowledge_by, due_on)


def test_extension_is_as_long_as_the_term():
    assert deadlines.extended(date(2026, 11, 30), rules.term("view", TODAY)) == date(2026, 12, 10)


@given(st.dates(date(2026, 1, 1), date(2040, 12, 31)), st.sampled_from(DataRequestKind.values))
def test_every_day_of_the_years_to_come_has_deadlines(filed_on, kind):
    found = deadlines.deadlines(filed_on, rules.term("acknowledge", TODAY), rules.term(kind, TODAY))
    assert filed_on < found.acknowledge_by
    assert (found.due_on - filed_on).days == rules.term(kind, TODAY).days


def test_rows_of_the_installation_come_first(own_file):
    row = {
        "what": "notices",
        "days": 90,
        "valid_from": "2026-06-01",
        "valid_to": None,
        "citation": "QĐ 1",
        "trust": "I",
    }
    own_file({"retention": [row]})
    assert [rules.retention("notices", day).days for day in (date(2026, 5, 31), date(2026, 6, 1))] == [
        365,
        90,
    ]
    assert rules.term("view", TODAY).days == 10


@pytest.mark.parametrize(
    "content",
    [
        "{",
        {"terms": [{}]},
        {
            "retention": [
                {"what": "x", "days": 1, "valid_from": "x", "valid_to": None, "citation": "", "trust": "I"}
            ]
        },
        {
            "retention": [
                {
                    "what": "x",
                    "days": 1,
                    "valid_from": "2026-01-01",
                    "valid_to": None,
                    "citation": "",
                    "trust": "sure",
                }
            ]
        },
    ],
)
def test_a_file_that_cannot_be_used_stops_with_its_name(own_file, content):
    own_file(content)
    with pytest.raises(RuntimeError, match=r"THIDUA_PRIVACY_RULES: .*rules\.json"):
        rules.rules()


def test_every_row_says_on_what_it_rests():
    known = rules.rules()
    assert [
        row for row in (*known.terms, *known.retention, *known.holdings, *known.facts) if not row.citation
    ] == []
    assert {one.what for one in rules.facts(TODAY)} == {"law", "breach", "kept"}
