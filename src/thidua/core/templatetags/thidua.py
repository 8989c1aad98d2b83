"""Atoms of every page. The library is a builtin of the template engine: no `{% load thidua %}` needed.

How to call each: docs/how-to/use-components.md; how each looks: the page `core:component_gallery`.
"""

import zlib
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django import template
from django.core.files.storage import Storage, storages
from django.core.paginator import Page
from django.forms import BoundField
from django.template import defaulttags, loader
from django.templatetags.static import PrefixNode
from django.urls import NoReverseMatch
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from thidua.core import addresses, communes, fields, formatting, sight
from thidua.core.pieces import pieces
from thidua.core.sight import Overtaken, Sight

register = template.Library()
register.simple_tag(pieces)

# What a state means for the eye: reached (green), waiting (yellow), returned (blue), late (red), empty (grey).
TONES = ("reached", "waiting", "returned", "late", "empty")
# Words of the common states; anything else gives its tone and its own words.
STATES = {
    "reached": ("reached", "Đạt"),
    "not_reached": ("late", "Chưa đạt"),
    "waiting": ("waiting", "Chờ kiểm tra"),
    "awaiting_head": ("waiting", "Chờ thủ trưởng duyệt"),
    "with_leader": ("waiting", "Chờ lãnh đạo duyệt"),
    "awaiting_leader": ("waiting", "Chờ lãnh đạo duyệt"),
    "submitted": ("waiting", "Chờ kiểm tra"),
    "returned": ("returned", "Trả lại"),
    "verified": ("reached", "Đã kiểm tra"),
    "locked": ("reached", "Đã khóa"),
    "published": ("reached", "Đã công bố"),
    "approved": ("reached", "Đã duyệt"),
    "late": ("late", "Trễ hạn"),
    "missing": ("late", "Chưa gửi"),
    "draft": ("empty", "Bản nháp"),
    "empty": ("empty", "Chưa có"),
    "not_due": ("empty", "Chưa đến kỳ"),
    "not_applicable": ("empty", "Không áp dụng"),
}
FILE_ICONS = {
    "pdf": "file-earmark-pdf",
    "doc": "file-earmark-word",
    "docx": "file-earmark-word",
    "csv": "file-earmark-excel",
    "xlsx": "file-earmark-excel",
    "jpg": "file-earmark-image",
    "jpeg": "file-earmark-image",
    "png": "file-earmark-image",
    "webp": "file-earmark-image",
    "txt": "file-earmark-text",
}
PAGE = "trang"
ORDER = "xep"


@register.simple_tag
def asset(path: str) -> str:
    """The address of a static file; where hashed names were not collected, the plain one, so that error pages stand."""
    return _asset(storages["staticfiles"], path)


@lru_cache(maxsize=100)
def _asset(storage: Storage, path: str) -> str:
    try:
        return storage.url(path)
    except ValueError:
        return PrefixNode.handle_simple("STATIC_URL") + path


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite; it is decoration, words stand beside it."""
    return _icon(asset("vendor/icons.svg"), name)


@lru_cache(maxsize=200)
def _icon(sprite: str, name: str) -> SafeString:
    return format_html(
        '<svg class="icon" width="16" height="16" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        sprite,
        name,
    )


class AddressNode(defaulttags.URLNode):
    """Django's own; an address of numbers and words is looked up among those that were worked out before."""

    def render(self, context: template.Context) -> str:
        args = [arg.resolve(context) for arg in self.args]
        if self.kwargs or not all(isinstance(arg, int | str) for arg in args):
            return super().render(context)
        try:
            found = addresses.address(self.view_name.resolve(context), *args)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            found = ""
        if self.asvar is None:
            return conditional_escape(found) if context.autoescape else found
        context[self.asvar] = found
        return ""


@register.tag
def url(parser: template.base.Parser, token: template.base.Token) -> AddressNode:
    """`{% url "app:noun_verb" pk %}`, as everywhere in Django."""
    plain = defaulttags.url(parser, token)
    return AddressNode(plain.view_name, plain.args, plain.kwargs, plain.asvar)


@register.simple_tag
def state_badge(state: str, label: str = "") -> SafeString:
    """A state in words and colour. `state` is a tone or a key of STATES; `label` replaces the common words."""
    tone, words = STATES.get(str(state), ("empty", ""))
    return _badge(tone, label or words or state)


@lru_cache(maxsize=500, typed=True)
def _badge(tone: str, words: str) -> SafeString:
    return format_html('<span class="state state-{}">{}</span>', tone, words)


@register.filter
def percent(value: Any) -> str:
    """85.1063 → "85,11 %"; a share never looks as if it reached what it missed."""
    return formatting.percent(_exact(value))


@register.filter
def number_vi(value: Any) -> str:
    """1234.5 → "1.234,5"; None or "" → "—"."""
    return formatting.number(_exact(value))


@register.simple_tag
def today() -> str:
    """08/10/2026, as Việt Nam's calendar stands now."""
    return formatting.day(timezone.localdate())


@register.filter
def date_vi(value: date | None) -> str:
    """08/10/2026"""
    return formatting.day(value or None)


@register.filter
def date_long_vi(value: date | None) -> str:
    """8 tháng 10 năm 2026"""
    return formatting.long_day(value or None)


@register.filter
def moment_vi(value: datetime | None) -> str:
    """09:12 ngày 08/10/2026"""
    return formatting.moment(value or None)


@register.filter
def file_size(value: int) -> str:
    """412 KB, 1,4 MB"""
    return formatting.file_size(value)


@register.filter
def in_text(label: Any) -> str:
    """A name inside a sentence: "Tháng 10/2026" → "tháng 10/2026"; capitals further on stay."""
    return formatting.in_text(str(label))


@register.filter
def kind_word(name: Any) -> str:
    """What sentences call the commune of that name: "xã Nam Hưng" → "xã"."""
    return communes.kind_word(str(name or ""))


@register.filter
def plain(value: Any) -> str:
    """A number for an attribute: 1234 stays 1234, no thousands mark, no decimal comma."""
    return str(value)


@register.simple_tag
def field(
    bound: BoundField, *, hint: str = "", label: str = "", suffix: str = "", previous: str = "", **attrs: Any
) -> SafeString:
    """A form field with label, hint, last period's value, error; extra arguments become attributes (hx_post → hx-post)."""
    words = fields.Words(label=label, hint=hint, suffix=suffix, previous=previous)
    return fields.rendered(bound, words, {name.replace("_", "-"): value for name, value in attrs.items()})


@register.simple_tag
def form_errors(form: Any) -> SafeString:
    """What is wrong with the form, first thing on the page, each line a link to its field.

    Where its thing changed since the page was made: what was seen and what stands now.
    """
    clash = sight.clash_of(form)
    if clash is not None:
        return loader.render_to_string("components/overtaken.html", {"clash": clash})
    return fields.error_summary(form)


@register.simple_tag
def seen(shown: Sight, form: Any = None) -> SafeString:
    """In a form that judges: how its thing stands on this page, for the deed to compare (core/sight.py)."""
    clash = sight.clash_of(form)
    return format_html(
        '<input type="hidden" name="{}" value="{}">', sight.FIELD, (clash.now if clash else shown).sealed()
    )


@register.filter
def sealed_at(shown: Sight, at: datetime) -> str:
    """The same for a button that carries it itself: `name="seen" value="{{ card.sight|sealed_at:at }}"`."""
    return replace(shown, at=at).sealed()


@register.filter
def anyway(label: str, form: Any) -> str:
    """The words of a button that is pressed once more after a conflict: "Vẫn trả lại báo cáo"."""
    clash = form if isinstance(form, Overtaken) else sight.clash_of(form)
    return f"Vẫn {formatting.in_text(label)}" if clash else label


@register.simple_tag
def refusal_button(
    label: str, reason: str | None = "", *, name: str = "", value: str = "", main: bool = True, href: str = ""
) -> SafeString:
    """A submit button (or, with `href`, a link that looks like one); with a reason it is closed and says why."""
    kind = "btn-primary" if main else "btn-outline-primary"
    if reason:
        key = f"vi-sao-{zlib.crc32(f'{label}{reason}'.encode()):x}"
        return format_html(
            '<span class="refusal"><button type="button" class="btn {}" disabled aria-describedby="{}">{}</button>'
            '<span class="refusal-reason" id="{}">{} {}</span></span>',
            kind,
            key,
            label,
            key,
            icon("lock"),
            reason,
        )
    if href:
        return format_html('<a class="btn {}" href="{}">{}</a>', kind, href, label)
    named = format_html(' name="{}" value="{}"', name, value) if name else ""
    return format_html('<button type="submit" class="btn {}"{}>{}</button>', kind, named, label)


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
def card(
    content: str, title: str = "", *, heading: str = "h2", chosen: bool = False, key: str = ""
) -> SafeString:
    """A white card named by its title; `chosen` gives it the strong line, `key` an id to link to."""
    named = key or f"the-{zlib.crc32(title.encode()):x}"
    head = format_html('<{} id="{}-ten">{}</{}>', heading, named, title, heading) if title else ""
    return format_html(
        '<section class="card{}" id="{}"{}>{}{}</section>',
        " card-chosen" if chosen else "",
        named,
        format_html(' aria-labelledby="{}-ten"', named) if title else "",
        head,
        content,
    )


@register.simple_block_tag
def table_shell(content: str, label: str, *, board: bool = False) -> SafeString:
    """Around a <table>: scrolls by hand and by keyboard when it is too wide; `board` keeps both heads in sight."""
    kind = "board" if board else "table-shell"
    return format_html(
        '<div class="{}" role="region" aria-label="{}" tabindex="0">{}</div>', kind, label, content
    )


@register.simple_block_tag
def notice(content: str, tone: str = "returned") -> SafeString:
    """A box with a coloured edge: something to know (returned), to do (waiting), done (reached), wrong (late)."""
    return format_html('<div class="notice notice-{}">{}</div>', tone, content)


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


@register.simple_block_tag
def chart(content: str, reading: str = "") -> SafeString:
    """An SVG of `core.charts` with one line that says how to read it."""
    caption = format_html("<figcaption>{}</figcaption>", reading) if reading else ""
    return format_html('<figure class="chart">{}{}</figure>', content, caption)


@register.filter
def file_icon(name: str) -> str:
    """The icon for a file's name."""
    return FILE_ICONS.get(name.rpartition(".")[2].lower(), "paperclip")


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


def _page_link(context: template.Context, number: int, relation: str, words: str) -> SafeString:
    return format_html(
        '<a class="btn btn-outline-primary" rel="{}" href="{}">{}</a>',
        relation,
        query_with(context, **{PAGE: number}),
        words,
    )


def _exact(value: Any) -> Decimal | Fraction | int | None:
    if value is None or value == "":
        return None
    if isinstance(value, int | Decimal | Fraction):
        return value
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
