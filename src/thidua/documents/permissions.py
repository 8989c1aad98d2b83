"""Who may keep files and add evidence. Which files one may see, and which one may look into, is for `queries` to say."""

from thidua.core.permissions import Scope, allow

allow("documents.view_file", scope=Scope.COMMUNE)
allow("documents.store_file", scope=Scope.COMMUNE)
allow("documents.add_evidence")
