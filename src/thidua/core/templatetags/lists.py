"""What stands around a list: its filters, heads that sort, the table's shell, the pages."""

from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from thidua.core import formatting
from thidua.core.templatetags.thidua import icon

register = template.Library()

PAGE = "trang"
ORDER = "xep"


@register.simple_block_tag
def filters(content: str, label: str = "Lọc danh sách") -> SafeString:
    """The bar of filters above a list: a GET form, so that its address can be kept and sent."""
    return format_html(
        '<form class="filters" method="get" role="search" aria-label="{}">{}'
        '<button type="submit" class="btn btn-outline-primary">{} Lọc</button></form>',
        label,
        content,
        icon("funnel"),
    )


@register.simple_tag
def options(values: Any, chosen: Any = "", empty: str = "") -> SafeString:
    """The options of a <select>: (value, words) pairs; `empty` is the first, unset one."""
    first = _option("", empty, is_chosen=False) if empty else ""
    rest = [_option(value, words, is_chosen=str(value) == str(chosen)) for value, words in values]
    return SafeString(first + "".join(rest))


@lru_cache(maxsize=2_048, typed=True)  # a list's filters offer the same at every look
def _option(value: Any, words: Any, *, is_chosen: bool) -> SafeString:
    mark = SafeString(" selected") if is_chosen else ""
    return format_html('<option value="{}"{}>{}</option>', value, mark, words)


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: Any) -> str:
    """The page's query with these changes (None takes one away); going elsewhere starts at the first page again."""
    query: dict[str, Any] = dict(context["request"].GET.lists()) if "request" in context else {}
    if PAGE not in changes:
        query.pop(PAGE, None)
    for key, value in changes.items():
        if value is None or value == "":
            query.pop(key, None)
        else:
            query[key] = value
    return "?" + urlencode(query, doseq=True)


@register.simple_tag(takes_context=True)
def pager(context: template.Context, shown: Page[Any], unit: str = "dòng") -> SafeString:
    """ "Trang 2 trong 5 · 112 dòng" with the neighbours; nothing but the count when there is one page."""
    total = format_html("{} {}", formatting.number(shown.paginator.count), unit)
    if shown.paginator.num_pages == 1:
        return format_html('<p class="pager-count">{}</p>', total)
    before, after = "", ""
    if shown.has_previous():
        before = _page_link(context, shown.previous_page_number(), "prev", "Trang trước")
    if shown.has_next():
        after = _page_link(context, shown.next_page_number(), "next", "Trang sau")
    return format_html(
        '<nav class="pager" aria-label="Các trang"><span class="pager-count">Trang {} trong {} · {}</span>{}{}</nav>',
        shown.number,
        shown.paginator.num_pages,
        total,
        before,
        after,
    )


@register.simple_tag(takes_context=True)
def sort_header(context: template.Context, label: str, key: str, *, number: bool = False) -> SafeString:
    """A column's head that sorts by `key`; a second use turns the order round (`?xep=-key`)."""
    chosen = context["request"].GET.get(ORDER, "") if "request" in context else ""
    direction = {key: "ascending", f"-{key}": "descending"}.get(chosen, "none")
    target = f"-{key}" if chosen == key else key
    mark = {"ascending": "chevron-up", "descending": "chevron-down"}.get(direction, "arrow-down-up")
    return format_html(
        '<th scope="col" aria-sort="{}"{}><a class="sort" href="{}">{} {}</a></th>',
        direction,
        SafeString(' class="number"') if number else "",
        query_with(context, **{ORDER: target}),
        label,
        icon(mark),
    )


@register.simple_block_tag
def table_shell(content: str, label: str, *, board: bool = False) -> SafeString:
    """Around a <table>: scrolls by hand and by keyboard when it is too wide; `board` keeps both heads in sight."""
    kind = "board" if board else "table-shell"
    return format_html(
        '<div class="{}" role="region" aria-label="{}" tabindex="0">{}</div>', kind, label, content
    )


def _page_link(context: template.Context, number: int, relation: str, words: str) -> SafeString:
    return format_html(
        '<a class="btn btn-outline-primary" rel="{}" href="{}">{}</a>',
        relation,
        query_with(context, **{PAGE: number}),
        words,
    )
