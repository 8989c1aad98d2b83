"""Pages of this app."""

from django.urls import path

from thidua.tasks.views import lists, tasks

app_name = "tasks"
urlpatterns = [
    path("nhiem-vu/", lists.task_list, name="task_list"),
    path("nhiem-vu/<int:pk>/", tasks.task_show, name="task_show"),
]
