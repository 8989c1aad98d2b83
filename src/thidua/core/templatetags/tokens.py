"""Who opened a page: `{% person_mark %}` for scripts, and in `{% csrf_token %}` of every form beside Django's hidden token.

See core/resending.py.
"""

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


@register.simple_tag(takes_context=True)
def person_mark(context: template.Context) -> str:
    """Whose page this is, for what a browser keeps for him; "" for strangers."""
    actor = context.get("actor")
    return resending.mark_of(actor.user_id) if actor is not None and actor.user_id is not None else ""
