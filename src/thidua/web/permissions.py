"""Copies are of the whole installation, so they are the administrator's, and nobody else need know of them.

How long things are kept is looked at by those who keep the requests about personal data; the sweep is the clock's.
"""

from thidua.core.permissions import Scope, allow

allow("web.view_backups", scope=Scope.COMMUNE, is_hidden=True)
allow("web.view_support", scope=Scope.COMMUNE, is_hidden=True)
allow("web.request_backup", scope=Scope.COMMUNE, is_hidden=True)
allow("web.view_retention", scope=Scope.COMMUNE, is_hidden=True)
allow("web.sweep_data", scope=Scope.COMMUNE, is_hidden=True)
