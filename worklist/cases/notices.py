"""Tell people about a case: what the topic notify.send and the reminders write into the outbox."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session

from db.models import CaseFile, Deadline, Uncounted
from worklist import notify
from worklist.law import rules, unknown

#: Template → subject in English and Chinese. A template that is not here is its own subject.
SUBJECTS = {
    "limitation_alarm": ("Limitation period: act now", "时效预警，请立即处理"),
    "renewal_alarm": ("Freeze or seizure ends soon: ask for renewal", "查封冻结将届满，请申请续行"),
    "own_deadline": ("A deadline of ours comes near", "我方期限临近"),
    "disposal_stayed": ("Disposal is stayed: nothing may be sold until it is lifted", "处置中止，恢复前不得变价"),
    "disposal_resumed": ("Disposal goes on", "处置恢复"),
    "trigger_correction": ("A trigger date is to be corrected: please confirm or refuse", "期限起算日拟更正，请确认或驳回"),
    "override_to_confirm": ("A decision was taken on other facts than its override: please confirm or withdraw", "决策依据的事实已变，请确认或撤回改定"),
    "day_needed": ("A period runs and cannot be counted: record the day", "期限已开始但无法计算，请登记起算日"),
    "begin_process": ("A letter asks for a process to be begun", "来件需启动流程，请在案件页启动"),
    "client_report_ready": ("The report for the client is approved: send it", "客户报告已批准，请发送"),
    "notice": ("Please look at this case", "请查看案件"),
}


def tell(
    session: Session, case: CaseFile, recipients: Iterable[str], template: str, now: datetime,
    *, deadline: Deadline | None = None, uncounted: Uncounted | None = None, task_id: str | None = None, page: str | None = None,
) -> str:  # fmt: skip
    """Put a notice for owner, partner, manager (or users and groups by id) into the outbox; return its id.

    `page`: where it is dealt with, when that is no task.
    """
    users, groups = set[str](), set[str]()
    for name in recipients:
        if name == "owner" and case.owner:
            users.add(case.owner)
        elif name == "partner":
            users.update({case.partner} - {None})  # type: ignore[arg-type]
            groups.update(set() if case.partner else {"partner"})
        elif name == "manager":
            groups.add("manager")
        elif name not in {"owner"}:
            users.add(name)
    english, chinese = SUBJECTS.get(template, (template, template))
    subject = f"{case.number}: {english} / {chinese}"
    where = f"/tasks/{task_id}" if task_id else page
    notice = notify.Notice(subject, _text(case, deadline, uncounted, where), tuple(sorted(users)), tuple(sorted(groups)))
    return notify.post(session, notice, now, case.id)


def _text(case: CaseFile, deadline: Deadline | None, uncounted: Uncounted | None, page: str | None) -> str:
    lines = [f"{case.number}"]
    if deadline is not None:
        rule = rules.get(deadline.rule_id)
        lines += [
            f"{rule.name_en} / {rule.name_zh} ({deadline.rule_id})",
            f"{_days(deadline.raw_day, deadline.rolled_day)}",
        ]
    if uncounted is not None:
        rule, (fact, fact_zh) = rules.get(uncounted.rule_id), unknown.words(uncounted.awaits)
        lines += [f"{rule.name_en} / {rule.name_zh} ({rule.rule_id})", f"Not known: {fact} / 尚不明确：{fact_zh}"]
    if page is not None:
        lines.append(page)
    return "\n".join(lines)


def _days(raw: date, rolled: date) -> str:
    return f"{raw.isoformat()}" if raw == rolled else f"{raw.isoformat()} → {rolled.isoformat()}"
