"""Atoms of every page. As `writing` and `lists` beside it, a builtin of the template engine: no `{% load thidua %}` needed.

How to call each: docs/how-to/use-components.md; how each looks: the page `core:component_gallery`.
"""

import zlib
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django import template
from django.core.files.storage import Storage, storages
from django.forms import BoundField
from django.template import defaulttags, loader
from django.templatetags.static import PrefixNode
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from thidua.core import addresses, fields, formatting, sight
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
def notice(content: str, tone: str = "returned") -> SafeString:
    """A box with a coloured edge: something to know (returned), to do (waiting), done (reached), wrong (late)."""
    return format_html('<div class="notice notice-{}">{}</div>', tone, content)


@register.simple_block_tag
def chart(content: str, reading: str = "") -> SafeString:
    """An SVG of `core.charts` with one line that says how to read it."""
    caption = format_html("<figcaption>{}</figcaption>", reading) if reading else ""
    return format_html('<figure class="chart">{}{}</figure>', content, caption)


@register.filter
def file_icon(name: str) -> str:
    """The icon for a file's name."""
    return FILE_ICONS.get(name.rpartition(".")[2].lower(), "paperclip")
