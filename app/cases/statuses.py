"""The life of a case (handbook §6.1): every status with its Chinese name, and which of them mean it is over."""

STATUSES = {
    "REGISTERED": "已登记",
    "SUPPLEMENTING": "待补正",
    "ACCEPTED": "已受理",
    "TRIAGED": "已研判",
    "DISPATCHED": "已派单",
    "SIGNED": "已签收",
    "HANDLING": "办理中",
    "SUSPENDED": "已中止",
    "RESULT_REVIEW": "办结审核",
    "PERFORMING": "履行中",
    "RESOLVED": "已化解",
    "GUIDED": "已导入法定途径",
    "CLOSED": "已办结",
    "ARCHIVED": "已归档",
    "MERGED": "已并案",
    "GUIDED_OUT": "已引导移送",
    "ANSWERED": "已答复",
    "CLOSED_MATTER": "已终结事项",
    "NOT_SUPPLEMENTED": "逾期未补正",
    "VOID": "误登作废",
}

CLOSED = frozenset({"CLOSED", "ARCHIVED", "MERGED", "GUIDED_OUT", "ANSWERED", "CLOSED_MATTER", "NOT_SUPPLEMENTED",
                    "VOID"})

STAMPED = {
    "ACCEPTED": "accepted_at",
    "DISPATCHED": "dispatched_at",
    "SIGNED": "signed_at",
    "RESOLVED": "resolved_at",
    "ARCHIVED": "archived_at",
}
"""Which column keeps the moment a status was reached."""

BEING_HANDLED = frozenset({"SIGNED", "HANDLING"})
"""Where a week without a progress record counts as standing still."""
