"""Pages of this app."""

from thidua.indicator.views.library import definition_change, indicator_detail, indicator_list

__all__ = ["definition_change", "indicator_detail", "indicator_list"]
