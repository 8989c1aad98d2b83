"""Pages of the grammar itself."""

from django.urls import path

from thidua.core.views import gallery

app_name = "core"
urlpatterns = [path("thanh-phan/", gallery.component_gallery, name="component_gallery")]
