"""Pages of this app."""

from django.urls import path

from thidua.urging.views import letters, owing

app_name = "urging"
urlpatterns = [
    path("don-doc/", owing.owing_list, name="owing_list"),
    path("don-doc/danh-sach.xlsx", owing.owing_export, name="owing_export"),
    path("don-doc/van-ban/", letters.letter_list, name="letter_list"),
    path("don-doc/van-ban/<int:pk>/", letters.letter_show, name="letter_show"),
    path("don-doc/van-ban/<int:pk>/sua/", letters.letter_change, name="letter_change"),
    path("don-doc/van-ban/<int:pk>/lap-lai/", letters.letter_relist, name="letter_relist"),
    path("don-doc/van-ban/<int:pk>/phat-hanh/", letters.letter_issue, name="letter_issue"),
    path("don-doc/van-ban/<int:pk>/bo/", letters.letter_withdraw, name="letter_withdraw"),
    path("don-doc/van-ban/<int:pk>/van-ban.docx", letters.letter_docx, name="letter_docx"),
    path("don-doc/van-ban/<int:pk>/van-ban.pdf", letters.letter_pdf, name="letter_pdf"),
    path("don-doc/van-ban/<int:pk>/trang/<int:number>/", letters.letter_page, name="letter_page"),
]
