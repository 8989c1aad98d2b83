"""Pages of this app."""

from django.urls import path

from thidua.tasks.views import extensions, feeds, imports, lists, proposals, results, tasks

app_name = "tasks"
urlpatterns = [
    path("nhiem-vu/", lists.task_list, name="task_list"),
    path("nhiem-vu/bang/", lists.task_board, name="task_board"),
    path("nhiem-vu/tien-do/", lists.task_timeline, name="task_timeline"),
    path("nhiem-vu/tai-ve.xlsx", lists.task_export, name="task_export"),
    path("nhiem-vu/them/", tasks.task_add, name="task_add"),
    path("nhiem-vu/de-xuat/", proposals.proposal_list, name="proposal_list"),
    path("nhiem-vu/de-xuat/xac-nhan/", proposals.proposals_confirm, name="proposals_confirm"),
    path("nhiem-vu/phong-trao/<int:pk>/de-xuat/", proposals.proposals_make, name="proposals_make"),
    path("nhiem-vu/nhap/", imports.task_import, name="task_import"),
    path("nhiem-vu/nhap/mau.xlsx", imports.task_template, name="task_template"),
    path("nhiem-vu/nhap/<int:pk>/", imports.import_check, name="import_check"),
    path("nhiem-vu/lich/", feeds.feed_show, name="feed_show"),
    path("nhiem-vu/lich/lap/", feeds.feed_make, name="feed_make"),
    path("nhiem-vu/lich/<int:pk>/thu-hoi/", feeds.feed_revoke, name="feed_revoke"),
    path("lich-rieng/<str:secret>/nhiem-vu.ics", feeds.feed_read, name="feed_read"),
    path("nhiem-vu/<int:pk>/", tasks.task_show, name="task_show"),
    path("nhiem-vu/<int:pk>/sua/", tasks.task_change, name="task_change"),
    path("nhiem-vu/<int:pk>/xac-nhan/", proposals.task_confirm, name="task_confirm"),
    path("nhiem-vu/<int:pk>/chia/", proposals.task_share_out, name="task_share_out"),
    path("nhiem-vu/<int:pk>/giao/", tasks.task_assign, name="task_assign"),
    path("nhiem-vu/<int:pk>/cu-nguoi/", tasks.officer_name, name="officer_name"),
    path("nhiem-vu/<int:pk>/tach/", tasks.task_split, name="task_split"),
    path("nhiem-vu/<int:pk>/huy/", tasks.task_cancel, name="task_cancel"),
    path("nhiem-vu/<int:pk>/nop/", results.task_hand_in, name="task_hand_in"),
    path("nhiem-vu/<int:pk>/rut-lai/", results.task_recall, name="task_recall"),
    path("nhiem-vu/<int:pk>/nghiem-thu/", results.task_accept, name="task_accept"),
    path("nhiem-vu/<int:pk>/tra-lai/", results.task_return, name="task_return"),
    path("nhiem-vu/<int:pk>/kho-khan/", results.difficulty_note, name="difficulty_note"),
    path("nhiem-vu/<int:pk>/gia-han/", extensions.extension_ask, name="extension_ask"),
    path("nhiem-vu/<int:pk>/gia-han/rut/", extensions.extension_withdraw, name="extension_withdraw"),
    path("nhiem-vu/<int:pk>/gia-han/dong-y/", extensions.extension_grant, name="extension_grant"),
    path("nhiem-vu/<int:pk>/gia-han/khong/", extensions.extension_refuse, name="extension_refuse"),
]
