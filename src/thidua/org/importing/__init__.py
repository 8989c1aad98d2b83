"""Tables of units and people from outside → what they would create, change, refuse. Pure: no database, clock or request."""

from thidua.org.importing.people import (
    PEOPLE_COLUMNS,
    KnownPerson,
    PersonFacts,
    plan_people,
    suggested_username,
)
from thidua.org.importing.table import Change, Column, Plan, PlannedRow, Problem, Row, Verdict, read_rows
from thidua.org.importing.units import UNIT_COLUMNS, KnownUnit, UnitFacts, plan_units

__all__ = [
    "PEOPLE_COLUMNS",
    "UNIT_COLUMNS",
    "Change",
    "Column",
    "KnownPerson",
    "KnownUnit",
    "PersonFacts",
    "Plan",
    "PlannedRow",
    "Problem",
    "Row",
    "UnitFacts",
    "Verdict",
    "plan_people",
    "plan_units",
    "read_rows",
    "suggested_username",
]
