"""Refusals as sentences.

    DomainError                a rule of the house says no; its text is read by a ward officer
    ├── Refused                this person may not do this (403), or may not even know of it (404 when hidden)
    └── Conflict               somebody else was faster (409)

Each app derives one base of its own, and from it one class per refusal.
"""


class DomainError(Exception):
    """A refusal whose text is a whole Vietnamese sentence.

    `field` names the form field it belongs to, when there is one.
    """

    sentence = "Không thực hiện được."
    field: str | None = None
    status = 422

    def __init__(self, sentence: str | None = None, *, field: str | None = None) -> None:
        super().__init__(sentence or self.sentence)
        if field is not None:
            self.field = field


class Refused(DomainError):
    """The gate is closed for this actor; `is_of_state`: the role would do, but not with the thing as it stands."""

    sentence = "Ông/bà không có quyền làm việc này."
    status = 403

    def __init__(
        self, sentence: str | None = None, *, hidden: bool = False, is_of_state: bool = False
    ) -> None:
        super().__init__(sentence)
        self.hidden = hidden
        self.is_of_state = is_of_state


class Conflict(DomainError):
    """The thing was changed by somebody else meanwhile; nothing was written."""

    sentence = "Nội dung này vừa được người khác thay đổi. Xin xem bản mới rồi làm lại."
    status = 409
