"""How a form field stands on a page: label, hint, the last period's value, control, error, tied together for all readers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from thidua.core import formatting

AUTOCOMPLETE = {
    "username": "username",
    "password": "current-password",
    "old_password": "current-password",
    "new_password": "new-password",
    "new_password1": "new-password",
    "new_password2": "new-password",
    "email": "email",
    "phone": "tel",
    "full_name": "name",
    "code": "one-time-code",
}
CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)


class DayInput(forms.DateInput):
    """The browser's own picker; its value is written as browsers want it, whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class Words:
    """Words around a control: `suffix` stands after it ("%", "người"), `previous` is the last period's value."""

    label: str = ""
    hint: str = ""
    suffix: str = ""
    previous: str = ""


def rendered(bound: BoundField, words: Words, attrs: dict[str, Any]) -> SafeString:
    """The whole field. A group of choices becomes a fieldset, a single box stands before its label."""
    if bound.is_hidden:
        return SafeString(str(bound) + str(bound.errors))
    widget = bound.field.widget
    notes = _notes(bound, words)
    attrs = _attrs(bound, words) | attrs
    if isinstance(widget, CHOICES):
        return _group(bound, words, notes)
    control = SafeString(bound.as_widget(attrs=attrs))
    label = format_html(
        '<label for="{}">{}{}</label>', bound.id_for_label, words.label or bound.label, _optional(bound)
    )
    if isinstance(widget, forms.CheckboxInput):
        label = format_html('<label for="{}">{}</label>', bound.id_for_label, words.label or bound.label)
        return format_html('<div class="field field-box">{}{}{}</div>', control, label, notes)
    if "date" in {getattr(widget, "input_type", ""), widget.attrs.get("type")}:
        control = control + _day_in_words(bound)
    if words.suffix:
        control = format_html(
            '<span class="with-suffix">{}<span class="suffix">{}</span></span>', control, words.suffix
        )
    return format_html('<div class="field">{}{}{}</div>', label, notes, control)


def _day_in_words(bound: BoundField) -> SafeString:
    """Browsers show a date in their own language's order; the words leave no doubt. page.js keeps them up to date."""
    try:
        day = bound.field.to_python(bound.value())
    except forms.ValidationError:
        day = None
    return format_html(
        '<output class="day-words" for="{}">{}</output>',
        bound.id_for_label,
        formatting.long_day(day) if isinstance(day, date) else "",
    )


def error_summary(form: forms.BaseForm) -> SafeString:
    """Empty when all is well; otherwise a box that takes the focus and links to each field."""
    if not form.errors:
        return SafeString("")
    general = [("", str(error)) for error in form.non_field_errors()]
    single = [
        (form[name].id_for_label or f"{form[name].auto_id}_0", f"{form[name].label}: {error}")
        for name, errors in form.errors.items()
        if name in form.fields
        for error in errors
    ]
    lines = format_html_join(
        "",
        "<li>{}</li>",
        (
            (format_html('<a href="#{}">{}</a>', key, text) if key else text,)
            for key, text in general + single
        ),
    )
    return format_html(
        '<div class="notice notice-late" role="alert" tabindex="-1" data-focus><p><strong>Chưa lưu được. {}'
        "</strong></p><ul>{}</ul></div>",
        _what_is_kept(form),
        lines,
    )


def _what_is_kept(form: forms.BaseForm) -> str:
    """What the page gives back of all that was sent: no browser fills in a password or a file again."""
    widgets = [field.widget for field in form.fields.values()]
    secrets = [widget for widget in widgets if isinstance(widget, forms.PasswordInput)]
    files = [widget for widget in widgets if isinstance(widget, forms.FileInput)]
    if len(secrets) + len(files) == len(widgets):
        return "Xin xem lại rồi nhập lại."
    if not secrets and not files:
        return "Những gì đã nhập vẫn còn nguyên."
    return f"Những gì đã nhập vẫn còn, trừ {'mật khẩu' if secrets else 'tệp đã chọn'}."


def needed(field: forms.Field) -> forms.Field:
    """May stay empty in a draft, yet is asked for before it is handed in: nothing on the page says that it may be left out."""
    field.is_needed = True  # type: ignore[attr-defined]
    return field


def _optional(bound: BoundField) -> SafeString:
    """Most fields are needed; those that are not say so in words instead of a star."""
    is_needed = bound.field.required or getattr(bound.field, "is_needed", False)
    return SafeString("" if is_needed else ' <span class="optional">(không bắt buộc)</span>')


def _notes(bound: BoundField, words: Words) -> SafeString:
    key = bound.auto_id
    hint = words.hint or bound.help_text
    parts = []
    if hint:
        parts.append(format_html('<p class="hint" id="{}_hint">{}</p>', key, hint))
    if words.previous:
        parts.append(format_html('<p class="hint" id="{}_previous">{}</p>', key, words.previous))
    if bound.errors:
        lines = format_html_join(" ", "{}", ((error,) for error in bound.errors))
        parts.append(format_html('<p class="error" id="{}_error">{}</p>', key, lines))
    return SafeString("".join(parts))


def _described_by(bound: BoundField, words: Words) -> str:
    there = {
        "hint": bool(words.hint or bound.help_text),
        "previous": bool(words.previous),
        "error": bool(bound.errors),
    }
    return " ".join(f"{bound.auto_id}_{name}" for name, is_there in there.items() if is_there)


def _attrs(bound: BoundField, words: Words) -> dict[str, Any]:
    widget = bound.field.widget
    attrs: dict[str, Any] = {"class": _css_class(widget)}
    described = _described_by(bound, words)
    if described:
        attrs["aria-describedby"] = described
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if bound.name in AUTOCOMPLETE and "autocomplete" not in widget.attrs:
        attrs["autocomplete"] = AUTOCOMPLETE[bound.name]
    if "inputmode" not in widget.attrs:
        attrs |= _input_mode(bound.field)
    return attrs


def _css_class(widget: forms.Widget) -> str:
    base = "form-control"
    if isinstance(widget, forms.CheckboxInput):
        base = "form-check-input"
    elif isinstance(widget, forms.Select):
        base = "form-select"
    return " ".join(filter(None, [base, widget.attrs.get("class", "")]))


def _input_mode(field: forms.Field) -> dict[str, str]:
    if isinstance(field, forms.DecimalField | forms.FloatField):
        return {"inputmode": "decimal", "autocomplete": "off"}
    if isinstance(field, forms.IntegerField):
        return {"inputmode": "numeric", "autocomplete": "off"}
    return {}


def _group(bound: BoundField, words: Words, notes: SafeString) -> SafeString:
    described = _described_by(bound, words)
    boxes = format_html_join(
        "",
        '<div class="form-check">{}<label class="form-check-label" for="{}">{}</label></div>',
        (
            (choice.tag(), choice.id_for_label, choice.choice_label)
            for choice in _with_class(bound).subwidgets
        ),
    )
    return format_html(
        '<fieldset class="field field-group"{}{}><legend>{}{}</legend>{}{}</fieldset>',
        format_html(' id="{}"', bound.auto_id),
        format_html(' aria-describedby="{}"', described) if described else "",
        words.label or bound.label,
        _optional(bound),
        notes,
        boxes,
    )


def _with_class(bound: BoundField) -> BoundField:
    bound.field.widget.attrs.setdefault("class", "form-check-input")
    return bound
