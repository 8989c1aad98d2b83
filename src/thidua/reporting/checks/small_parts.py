"""Parts that count so few persons that people would know who they are: they are reported and checked, and not made public.

No fence: it asks nothing of whoever types. `reporting/disclosure.py` reads the threshold when results freeze.
"""

from thidua.reporting.checks.grounds import Rule, Severity

SMALLEST = "published_least"

RULE = Rule(
    code="small_parts",
    label="Phần có quá ít người",
    severity=Severity.UNTOLD,
    about=(
        "Số liệu theo phần (nam, nữ, từ 60 tuổi …) có ít người hơn mức này thì không công bố, kèm theo phần nào có thể suy ra "
        "nó. Trong cơ quan vẫn thấy đủ. Không đặt mức thì không công bố phần nào; đặt 0 thì công bố mọi phần."
    ),
    fences=lambda grounds: (),
    levels=(SMALLEST,),
)
