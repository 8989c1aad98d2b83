"""Pages of movements: list, new, hub; the plan and its review; coverage and assignments."""

from django.urls import path

from thidua.movement.views import amendments, closing, following, items, movements, plans

app_name = "movement"
urlpatterns = [
    path("phong-trao/", movements.movement_list, name="movement_list"),
    path("phong-trao/moi/", movements.movement_create, name="movement_create"),
    path("phong-trao/moi/nhap-tay/", movements.movement_create_by_hand, name="movement_create_by_hand"),
    path("phong-trao/<int:pk>/", movements.movement_show, name="movement_show"),
    path("phong-trao/<int:pk>/sua/", movements.movement_change, name="movement_change"),
    path("phong-trao/<int:pk>/phat-dong/", movements.movement_launch, name="movement_launch"),
    path("phong-trao/<int:pk>/ket-thuc/", closing.movement_close, name="movement_close"),
    path("phong-trao/<int:pk>/ket-thuc/de-nghi/", closing.closing_propose, name="closing_propose"),
    path("phong-trao/<int:pk>/ket-thuc/chua-dong-y/", closing.closing_decline, name="closing_decline"),
    path("phong-trao/<int:pk>/mo-lai/", closing.movement_reopen, name="movement_reopen"),
    path("phong-trao/<int:pk>/dieu-chinh/", amendments.amendment_open, name="amendment_open"),
    path("phong-trao/dieu-chinh/<int:pk>/", amendments.amendment_show, name="amendment_show"),
    path("phong-trao/dieu-chinh/<int:pk>/van-ban/", amendments.amendment_change, name="amendment_change"),
    path("phong-trao/dieu-chinh/<int:pk>/trinh/", amendments.amendment_submit, name="amendment_submit"),
    path("phong-trao/dieu-chinh/<int:pk>/rut-lai/", amendments.amendment_recall, name="amendment_recall"),
    path("phong-trao/dieu-chinh/<int:pk>/duyet/", amendments.amendment_approve, name="amendment_approve"),
    path("phong-trao/dieu-chinh/<int:pk>/tra-lai/", amendments.amendment_return, name="amendment_return"),
    path("phong-trao/dieu-chinh/<int:pk>/thoi/", amendments.amendment_abandon, name="amendment_abandon"),
    path("phong-trao/<int:pk>/ke-hoach/", plans.plan_review, name="plan_review"),
    path("phong-trao/<int:pk>/ke-hoach/doc-lai/", plans.plan_read, name="plan_read"),
    path("phong-trao/<int:pk>/ke-hoach/trinh/", plans.plan_submit, name="plan_submit"),
    path("phong-trao/<int:pk>/ke-hoach/rut-lai/", plans.plan_recall, name="plan_recall"),
    path("phong-trao/<int:pk>/ke-hoach/duyet/", plans.plan_approve, name="plan_approve"),
    path("phong-trao/<int:pk>/ke-hoach/tra-lai/", plans.plan_return, name="plan_return"),
    path("phong-trao/<int:pk>/ke-hoach/xac-nhan/", items.items_confirm, name="items_confirm"),
    path("phong-trao/<int:pk>/ke-hoach/them/", items.item_add, name="item_add"),
    path("phong-trao/muc/<int:pk>/xac-nhan/", items.item_confirm, name="item_confirm"),
    path("phong-trao/muc/<int:pk>/sua/", items.item_change, name="item_change"),
    path("phong-trao/muc/<int:pk>/bo/", items.item_drop, name="item_drop"),
    path("phong-trao/muc/<int:pk>/lam-lai/", items.item_restore, name="item_restore"),
    path("phong-trao/muc/<int:pk>/quyet-dinh/", items.item_settle, name="item_settle"),
    path("phong-trao/muc/<int:pk>/do-phu/", following.item_cover, name="item_cover"),
    path("phong-trao/<int:pk>/do-phu/", following.movement_coverage, name="movement_coverage"),
    path("phong-trao/tieu-chi/<int:pk>/do-phu/", following.criterion_cover, name="criterion_cover"),
    path("phong-trao/<int:pk>/phan-cong/", following.movement_assignments, name="movement_assignments"),
    path("phong-trao/phan-cong/<int:pk>/thoi/", following.assignment_end, name="assignment_end"),
]
