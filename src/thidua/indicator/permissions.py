"""Who may read the library, change a definition for the commune, and load what is shipped."""

from thidua.core.permissions import Scope, allow

allow("indicator.view_library", scope=Scope.COMMUNE)
allow("indicator.change_definition", scope=Scope.COMMUNE)
allow("indicator.load_library", scope=Scope.COMMUNE)
