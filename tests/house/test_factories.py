"""Every model has a factory, so that a test of any app can have the thing it needs."""

import importlib
import pkgutil

from django.apps import apps
from factory.django import DjangoModelFactory

from tests import factories

# Written by actions alone; a factory would forge the book.
WITHOUT = {"core.AuditEvent", "core.AuditHead"}


def made() -> set[str]:
    found = set()
    for module in pkgutil.iter_modules(factories.__path__):
        content = vars(importlib.import_module(f"tests.factories.{module.name}")).values()
        kinds = [kind for kind in content if isinstance(kind, type) and issubclass(kind, DjangoModelFactory)]
        found |= {kind._meta.model._meta.label for kind in kinds if kind._meta.model}
    return found


def test_every_model_has_a_factory() -> None:
    models = {
        model._meta.label
        for config in apps.get_app_configs()
        if config.name.startswith("thidua.")
        for model in config.get_models()
    }
    assert sorted(models - made() - WITHOUT) == []
