"""The list of everything that runs by itself. Each is harmless when run twice, late, or by two servers at once."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from app.cases import recounting
from app.config import Config
from app.errands import reminders as errands
from app.instances import outbox, timers
from app.jobs import upkeep
from app.jobs.daily import once_a_day
from app.notifications import digests
from app.papers import jobs as papers
from app.papers import orders
from app.statistics import medians, monthly
from app.worklist import follow_ups, registration_drafts


@dataclass(frozen=True)
class Job:
    """`every` is in seconds; `why` says what would go wrong without it."""

    name: str
    every: float
    run: Callable[[], object]
    why: str


def jobs(settings: Config) -> list[Job]:
    pause = settings.sweep_seconds
    return [
        Job("recount-clocks", pause, recounting.work_off, "工作日历改动后，期限和提醒时间靠它逐案重算"),
        Job("fire-due-timers", pause, timers.fire_due, "提示、催办、督办和到期处理靠它触发"),
        Job("send-outbox", max(pause, 1.0), outbox.send_due, "短信和外部系统的回告靠它发出"),
        Job("scan-papers", 30.0, papers.scan_waiting, "查毒程序停过后，等着查毒的材料靠它放行"),
        Job("bind-dossiers", max(pause, 1.0), orders.bind_next, "有人要的整本卷宗靠它装订"),
        _nightly("sweep-papers", papers.sweep_files, "上传中断留下的文件不清理会一直占地方"),
        Job("begin-monthly-reports", 30.0, monthly.start_due, "每月的统计报表靠它发起；停机几个月也会补上"),
        _nightly("node-medians", medians.count_anew, "滞留清单靠各环节的常用时长判断谁停得太久"),
        Job("remind-follow-ups", 30.0, follow_ups.remind_due, "各人自己定的跟进提醒靠它按时送到"),
        Job("remind-errands", 30.0, errands.remind_due, "交办给同事的事项靠它到期前提醒、过期后告知"),
        Job("send-digests", 30.0, digests.send_due, "要每天汇总通知的人，早上靠它收到汇总"),
        _nightly("forget-notices", digests.forget_read, "看过三个月的通知不清理会一直增长"),
        _nightly("forget-drafts", registration_drafts.forget_old, "填了一半没有提交的登记含个人信息，过期要清理"),
        _nightly("forget-answers", upkeep.forget_answers, "不清理的话，重复提交的答复记录会一直增长"),
        _nightly("forget-sign-ins", partial(upkeep.forget_sign_ins, settings), "失效的登录和失败次数不清理会一直增长"),
        _nightly("forget-task-drafts", upkeep.forget_task_drafts, "没有提交的草稿会一直留着，其中可能有保密内容"),
        _nightly("forget-rounds", upkeep.forget_rounds, "每日任务自己的运行记录不清理会一直增长"),
        _nightly("unpublished-years", upkeep.look_for_unpublished_years, "放假安排没有录入的年份，期限可能算错，要有人去录入"),
    ]


def _nightly(name: str, run: Callable[[], object], why: str) -> Job:
    return Job(name, 60.0, partial(once_a_day, name, run), why)
