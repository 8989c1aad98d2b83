from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    """Loads every app's gates, deeds and lists for handing over at start, so that none depends on what was imported."""

    name = "thidua.core"

    def ready(self) -> None:
        autodiscover_modules("permissions", "actions", "handover", "doors")
