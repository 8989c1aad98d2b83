"""Indicators and versions of their definitions; the shipped ones come by `indicator.actions.load_library`."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from tests.clock import local
from thidua.indicator.figures import Kind, OverTime, OverUnits
from thidua.indicator.library import Trust
from thidua.indicator.models import Definition, Indicator


class IndicatorFactory(DjangoModelFactory[Indicator]):
    """A ratio of the shipped library that sums over units and months."""

    class Meta:
        model = Indicator

    code = factory.Sequence(lambda number: f"TN{number + 1}")
    name = "Hồ sơ nộp trực tuyến"
    kind = Kind.RATIO.value
    over_units = OverUnits.SUM.value
    over_time = OverTime.FLOW.value
    measurement_unit = "hồ sơ"


class DefinitionFactory(DjangoModelFactory[Definition]):
    """Version 1 of variant A of the shipped library, in force since July 2025."""

    class Meta:
        model = Definition

    indicator: Any = factory.SubFactory(IndicatorFactory)
    variant = "A"
    version = 1
    is_default = True
    label = "Tính theo hồ sơ"
    full_name = "Tỷ lệ hồ sơ nộp trực tuyến"
    numerator_label = "Số hồ sơ nộp trực tuyến"
    denominator_label: Any = factory.LazyAttribute(
        lambda self: "Tổng số hồ sơ" if self.indicator.kind == Kind.RATIO else ""
    )
    hint = "Đếm theo ngày tiếp nhận."
    text = "Số hồ sơ trực tuyến chia cho tổng số hồ sơ."
    evidence_rule = "Bản kết xuất của kỳ."
    citation = "Đề xuất của phần mềm."
    trust = Trust.INFERRED.value
    over_units: Any = factory.SelfAttribute("indicator.over_units")
    over_time: Any = factory.SelfAttribute("indicator.over_time")
    measurement_unit: Any = factory.SelfAttribute("indicator.measurement_unit")
    valid_from = date(2025, 7, 1)
    added_at = local(2025, 7, 1)
