"""`{% csrf_token %}` of every form: Django's hidden token, and beside it who opened the page (see core/resending.py)."""

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from thidua.core import resending

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token(context: template.Context) -> SafeString:
    token = SafeString(CsrfTokenNode().render(context))
    actor = context.get("actor")
    if actor is None or actor.user_id is None:
        return token
    mark = resending.mark_of(actor.user_id)
    return format_html('{}<input type="hidden" name="{}" value="{}">', token, resending.OPENED_BY, mark)
