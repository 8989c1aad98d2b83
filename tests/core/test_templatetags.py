"""Atoms of the pages: what they write, and what they refuse to show wrongly."""

from datetime import datetime
from typing import Any

import pytest
from django import forms
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone
from django.utils.safestring import mark_safe

from thidua.core import fields
from thidua.core.templatetags import thidua
from thidua.core.views import gallery


class PlanForm(forms.Form):
    code = forms.CharField(label="Ký hiệu", help_text="Như trên văn bản")
    people = forms.IntegerField(label="Số người", required=False, min_value=0)
    password = forms.CharField(label="Mật khẩu", widget=forms.PasswordInput)
    way = forms.ChoiceField(
        label="Cách nộp", choices=[("a", "Trên máy"), ("b", "Bằng tệp")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="Đã đối chiếu", required=False)


@pytest.fixture
def request_at(rf: RequestFactory) -> Any:
    return lambda query="": rf.get(f"/bao-cao/{query}")


def written(source: str, **context: Any) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("call", "html"),
    [
        ('"returned"', '<span class="state state-returned">Trả lại</span>'),
        ('"awaiting_head"', '<span class="state state-waiting">Chờ thủ trưởng duyệt</span>'),
        ('"late" "Trễ 4 ngày"', '<span class="state state-late">Trễ 4 ngày</span>'),
        ('"mystery" "Lạ"', '<span class="state state-empty">Lạ</span>'),
        ('"late" given', '<span class="state state-late">&lt;b&gt;</span>'),
    ],
)
def test_state_badge(call: str, html: str) -> None:
    assert written(f"{{% state_badge {call} %}}", given="<b>") == html


def test_every_state_has_a_tone() -> None:
    assert {tone for tone, _ in thidua.STATES.values()} <= set(thidua.TONES)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ '85.1063'|percent }}", "85,11\u00a0%"),
        ("{{ '79.996'|percent }}", "79,996\u00a0%"),
        ("{{ none|percent }}", "—"),
        ("{{ 1234|number_vi }}", "1.234"),
        ("{{ ''|number_vi }}", "—"),
        ("{{ 'chữ'|number_vi }}", "—"),
        ("{{ none|date_vi }}", "—"),
        ("{{ 1234|plain }}", "1234"),
        ("{{ 'Biên bản.PDF'|file_icon }}", "file-earmark-pdf"),
        ("{{ 'khong-duoi'|file_icon }}", "paperclip"),
    ],
)
def test_filters(source: str, text: str) -> None:
    assert written(source, none=None) == text


def test_icon_is_decoration() -> None:
    html = written('{% icon "bell" %}')
    assert 'aria-hidden="true"' in html
    assert html.count("#bell") == 1


def test_asset_falls_back_to_the_plain_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(path: str) -> str:
        raise ValueError(path)

    monkeypatch.setattr(staticfiles_storage, "url", missing)
    assert thidua.asset("thidua/theme.css").endswith("static/thidua/theme.css")


def test_field_ties_label_hint_and_error_to_the_control() -> None:
    html = written("{% field form.code %}", form=PlanForm({"code": ""}))
    assert '<label for="id_code">Ký hiệu</label>' in html
    assert '<p class="hint" id="id_code_hint">Như trên văn bản</p>' in html
    assert 'aria-describedby="id_code_hint id_code_error"' in html
    assert 'aria-invalid="true"' in html


def test_field_without_hint_or_error_describes_nothing() -> None:
    assert "aria-" not in written("{% field form.people %}", form=PlanForm())


def test_field_takes_words_and_attributes() -> None:
    html = written(
        '{% field form.people suffix="người" previous="Kỳ trước: 655" hx_post="/luu/" %}', form=PlanForm()
    )
    assert 'hx-post="/luu/"' in html
    assert 'inputmode="numeric"' in html
    assert 'aria-describedby="id_people_previous"' in html
    assert '<span class="suffix">người</span>' in html
    assert "(không bắt buộc)" in html


def test_field_helps_password_managers() -> None:
    assert 'autocomplete="current-password"' in written("{% field form.password %}", form=PlanForm())


def test_choices_are_one_group_with_a_legend() -> None:
    html = written("{% field form.way %}", form=PlanForm({"way": "b"}))
    assert "<legend>Cách nộp</legend>" in html
    assert html.count('class="form-check-input"') == 2
    assert html.count("checked") == 1


def test_single_box_stands_before_its_label() -> None:
    html = written("{% field form.agreed %}", form=PlanForm())
    assert html.index("<input") < html.index("<label")


def test_form_errors_link_to_fields_and_escape() -> None:
    form = PlanForm({"way": "<x>"})
    form.add_error(None, "Kỳ <b>đã khóa</b>")
    html = written("{% form_errors form %}", form=form)
    assert '<a href="#id_code">' in html
    assert '<a href="#id_way_0">' in html
    assert "Kỳ &lt;b&gt;đã khóa&lt;/b&gt;" in html


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (forms.TextInput, forms.Textarea, "Những gì đã nhập vẫn còn nguyên."),
        (forms.TextInput, forms.PasswordInput, "Những gì đã nhập vẫn còn, trừ mật khẩu."),
        (forms.FileInput, forms.Textarea, "Những gì đã nhập vẫn còn, trừ tệp đã chọn."),
        (forms.PasswordInput, forms.PasswordInput, "Xin xem lại rồi nhập lại."),
    ],
)
def test_form_errors_promise_only_what_the_browser_keeps(
    one: type[forms.Widget], other: type[forms.Widget], words: str
) -> None:
    class TwoForm(forms.Form):
        first = forms.CharField(widget=one)
        second = forms.CharField(widget=other)

    html = written("{% form_errors form %}", form=TwoForm({"first": "", "second": ""}))
    assert f"Chưa lưu được. {words}</strong>" in html


def test_form_errors_are_nothing_when_all_is_well() -> None:
    assert written("{% form_errors form %}", form=PlanForm()) == ""


def test_links_of_the_summary_lead_somewhere() -> None:
    form = PlanForm({})
    html = written(
        "{% form_errors form %}{% field form.code %}{% field form.way %}{% field form.password %}", form=form
    )
    targets = [part.split('"')[0] for part in html.split('href="#')[1:]]
    assert targets == ["id_code", "id_password", "id_way_0"]
    assert all(f'id="{target}"' in html for target in targets)


def test_refusal_button_is_open_without_a_reason() -> None:
    html = written('{% refusal_button "Nộp báo cáo" "" name="way" value="now" %}')
    assert html == '<button type="submit" class="btn btn-primary" name="way" value="now">Nộp báo cáo</button>'


def test_refusal_button_says_why_it_is_closed() -> None:
    html = written('{% refusal_button "Nộp báo cáo" reason href="/nop/" %}', reason="Còn 1 số liệu <trống>.")
    assert " disabled " in html
    assert "/nop/" not in html
    assert "Còn 1 số liệu &lt;trống&gt;." in html
    described = html.split('aria-describedby="')[1].split('"')[0]
    assert f'id="{described}"' in html


def test_query_with_changes_one_thing_and_starts_at_the_first_page(request_at: Any) -> None:
    source = '{% query_with unit="3" state=None %}'
    html = written(source, request=request_at("?unit=1&state=late&trang=4&q=%C4%91%E1%BB%93ng"))
    assert html == "?unit=3&amp;q=%C4%91%E1%BB%93ng"


def test_pager_keeps_the_query(request_at: Any) -> None:
    shown = Paginator(range(1120), 25).get_page(2)
    html = written('{% pager shown "đơn vị" %}', shown=shown, request=request_at("?q=a&trang=2"))
    assert "Trang 2 trong 45 · 1.120 đơn vị" in html
    assert 'rel="prev" href="?q=a&amp;trang=1"' in html
    assert 'rel="next" href="?q=a&amp;trang=3"' in html


@pytest.mark.parametrize(("number", "relation"), [(1, "prev"), (2, "next")])
def test_pager_ends_at_the_ends(number: int, relation: str, request_at: Any) -> None:
    shown = Paginator(range(30), 25).get_page(number)
    assert f'rel="{relation}"' not in written("{% pager shown %}", shown=shown, request=request_at())


def test_pager_of_one_page_only_counts(request_at: Any) -> None:
    html = written("{% pager shown %}", shown=Paginator(range(3), 25).get_page(1), request=request_at())
    assert html == '<p class="pager-count">3 dòng</p>'


@pytest.mark.parametrize(
    ("query", "direction", "link"),
    [
        ("", "none", "?xep=unit"),
        ("?xep=unit", "ascending", "?xep=-unit"),
        ("?xep=-unit", "descending", "?xep=unit"),
        ("?xep=name&trang=3", "none", "?xep=unit"),
    ],
)
def test_sort_header_turns_round(query: str, direction: str, link: str, request_at: Any) -> None:
    html = written('{% sort_header "Đơn vị" "unit" %}', request=request_at(query))
    assert html.startswith(f'<th scope="col" aria-sort="{direction}"><a class="sort" href="{link}">Đơn vị ')


def test_blocks_wrap_what_they_hold() -> None:
    html = written('{% card title %}<p>a</p>{% endcard %}{% notice "late" %}b{% endnotice %}', title="Kỳ <1>")
    assert "Kỳ &lt;1&gt;</h2><p>a</p></section>" in html
    assert html.endswith('<div class="notice notice-late">b</div>')


def test_options_mark_the_chosen_one() -> None:
    html = written('{% options pairs 2 "Mọi đơn vị" %}', pairs=[(1, "A"), (2, "<B>")])
    assert html == (
        '<option value="">Mọi đơn vị</option><option value="1">A</option><option value="2" selected>&lt;B&gt;</option>'
    )


def test_options_that_look_alike_are_not_taken_for_each_other() -> None:
    plain, safe = [("a", "Tổ <1>")], [("a", mark_safe("Tổ <1>"))]
    template = "{% options pairs %}"
    for _ in range(2):  # the second time as it was remembered
        assert written(template, pairs=plain) == '<option value="a">Tổ &lt;1&gt;</option>'
        assert written(template, pairs=safe) == '<option value="a">Tổ <1></option>'
    assert written(template, pairs=[(1, "A")]) != written(template, pairs=[(True, "A")])


@pytest.mark.parametrize(
    ("at", "day"), [("2026-12-31T16:59:59Z", "31/12/2026"), ("2026-12-31T17:00:00Z", "01/01/2027")]
)
def test_today_is_the_day_in_viet_nam(at: str, day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime.fromisoformat(at))
    assert written("{% today %}") == day


@pytest.fixture
def gallery_html(rf: RequestFactory) -> str:
    request: HttpRequest = rf.get("/thanh-phan/")
    return gallery.component_gallery(request).content.decode()


def test_gallery_needs_no_inline_code(gallery_html: str) -> None:
    assert ' style="' not in gallery_html
    assert "<style" not in gallery_html
    assert " onclick=" not in gallery_html
    assert gallery_html.count("<script ") == gallery_html.count("<script src=") > 0


def test_gallery_ids_are_single(gallery_html: str) -> None:
    ids = [part.split('"')[0] for part in gallery_html.split(' id="')[1:]]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize(
    "code", ["400", "403", "403_csrf", "404", "409", "413", "422", "429", "500", "503", "507"]
)
def test_error_pages_stand_alone(code: str) -> None:
    html = Template(f'{{% extends "{code}.html" %}}').render(Context())
    assert html.count("<h1>") == 1
    assert 'lang="vi"' in html
    assert "<script" not in html


def test_error_pages_show_the_reason_escaped() -> None:
    html = Template('{% extends "403.html" %}').render(Context({"sentence": "Báo cáo <đã nộp>."}))
    assert "<p>Báo cáo &lt;đã nộp&gt;.</p>" in html


@pytest.mark.parametrize(
    ("typed", "words"),
    [("2026-12-08", "8 tháng 12 năm 2026"), ("08/12/2026", "8 tháng 12 năm 2026"), ("x", ""), ("", "")],
)
def test_a_date_field_says_its_day_in_words(typed: str, words: str) -> None:
    class DayForm(forms.Form):
        day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))

    shown = fields.rendered(DayForm({"day": typed})["day"], fields.Words(), {})
    assert f'<output class="day-words" for="id_day">{words}</output>' in shown
