"""Who may keep files and add evidence. Which files one may see is `queries.visible_files`."""

from thidua.core.permissions import Scope, allow

allow("documents.view_file", scope=Scope.COMMUNE)
allow("documents.store_file", scope=Scope.COMMUNE)
allow("documents.add_evidence")
