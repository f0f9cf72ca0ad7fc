"""What sessions are called on screens."""

STATES = {"PLANNED": ("已排定", "blue"), "CHANGED": ("已改期", "azure"), "MOVED": ("待定新时间", "yellow"),
          "HELD": ("已举行", "green"), "NO_SHOW": ("当事人未到", "orange"), "CANCELLED": ("已取消", "secondary")}
"""state → (word, colour)."""
COMING = ("PLANNED", "CHANGED")
IN_WEEK = (*COMING, "HELD", "NO_SHOW")
ANSWERS = {"NONE": "未回复", "CONFIRMED": "能到", "DECLINED": "不能到", "UNREACHED": "联系不上"}
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
WHOSE = {"mine": "我的", "committee": "本会、本辖区"}


def title(case_no: str | None, number: int) -> str:
    """What may stand where anybody looks over a shoulder: no names, nothing of the dispute."""
    return f"调解 {case_no or ''}（第{number}次）"
