"""Findings of the checks, kinds of jobs and sizes of files, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ....upkeep.checks import Finding
from ...labels.notices import trouble_words
from ...web.locale import gettext as _


@dataclass(frozen=True)
class CheckLine:
    """A check on the page: `good` None: not checked yet. `at`: when, None for just now."""

    name: str
    good: bool | None
    said: str
    at: datetime | None


def check_line(name: str, found: Finding | None, at: datetime | None) -> CheckLine:
    """A finding in words; what to do stands beside what is wrong."""
    if found is None:
        return CheckLine(names()[name], None, _("要读遍全部数据，由后台来做。点“全部检查一次”。"), None)
    if found.error:
        return CheckLine(names()[name], False, _("没能检查（%(error)s）。请看服务器的日志。", error=found.error), at)
    return CheckLine(names()[name], found.good, _SAID[name](found), at)


def names() -> dict[str, str]:
    """Check → its name."""
    return {
        "database": _("数据库完好"),
        "schema": _("数据库版本"),
        "collation": _("排序规则"),
        "courses": _("课程内容"),
        "disk": _("硬盘空间"),
        "worker": _("后台工作"),
        "backup": _("备份"),
        "mail": _("邮件"),
        "audit": _("审计链"),
    }


def _database(found: Finding) -> str:
    if found.values.get("version"):
        return _("PostgreSQL %(version)s，连得上。", version=found.values["version"])
    return (
        _("SQLite，逐页检查没有发现损坏。")
        if found.good
        else _("SQLite 报告数据有损坏。请停下服务器，用最近的备份恢复。")
    )


def _schema(found: Finding) -> str:
    here, head = found.values["here"] or "–", found.values["head"]
    return (
        _("%(here)s，是最新的。", here=here)
        if found.good
        else _("现在是 %(here)s，最新是 %(head)s。请运行 flask db upgrade。", here=here, head=head)
    )


def _collation(found: Finding) -> str:
    if found.good:
        return _("代码和路径按字节排，上下级单位读得全。")
    return _(
        "数据库按语言的习惯排代码和路径，下级单位会读漏：%(n)s 个单位读错了。请运行 flask db upgrade。",
        n=found.values["misread"],
    )


def _courses(found: Finding) -> str:
    return (
        _("已装课程：%(n)s。", n=found.values["count"])
        if found.good
        else _("一门课也没有装。请运行 flask courses load。")
    )


def _disk(found: Finding) -> str:
    said = _("还剩 %(size)s（%(share)s）。", size=size(found.values["free"]), share=f"{found.values['share']:.0%}")
    return said if found.good else said + _("快满了，请清理或换大一点的硬盘。")


def _worker(found: Finding) -> str:
    marks, stuck = found.values["marks"], found.values["stuck"]
    if found.good:
        return _("没有积压。") if not marks else _("没有卡住。等着重新计算的汇总：%(n)s。", n=marks)
    if not stuck:
        return _(
            "试了几次都中断、已经停下的任务：%(n)s。请看服务器日志和内存够不够，再请当事人重做一次。",
            n=found.values.get("spent", 0),
        )
    return _("等了超过 10 分钟的任务：%(n)s。后台可能没有运行，请重启服务器或运行 flask worker。", n=stuck)


def _audit(found: Finding) -> str:
    return (
        _("所有单位的链都接得上。")
        if found.good
        else _("接不上的链：%(n)s。请审计管理员打开“审计”页查看。", n=found.values["broken"])
    )


def _backup(found: Finding) -> str:
    if not found.values["name"]:
        if not found.values["daily"]:
            return _("自动备份关着（BACKUP_DAILY=no），这里一份也没有。请确认别处在备份。")
        return (
            _("新装的，今天会自动做第一份。")
            if found.good
            else _("一份也没有。自动备份没有做成，请看下面的后台任务和服务器的日志。")
        )
    hours = found.values["hours"]
    said = _("最近一份好的备份是 %(n)s 小时前做的。", n=hours) if hours else _("最近一份好的备份是刚才做的。")
    if found.good:
        return said
    return said + (
        _("超过 48 小时了：后台可能没有运行，或硬盘满了。")
        if found.values["daily"]
        else _("超过 48 小时了，该备份了。")
    )


def _mail(found: Finding) -> str:
    waiting, lost, code = found.values["waiting"], found.values["lost"], found.values["code"]
    if not waiting and not lost:
        return _("没有发不出去的。") if found.values["host"] else _("没有设邮件服务器，提醒只在安学里看。")
    said = [trouble_words(code)] if code else []
    if waiting:
        said.append(_("等着发的：%(n)s 封，一封也没有丢，通了就发。", n=waiting))
    if lost:
        said.append(_("近 7 天没发成或不确定的：%(n)s 封。本人在安学里都看得到。", n=lost))
    return "".join(said)


_SAID = {
    "database": _database,
    "schema": _schema,
    "collation": _collation,
    "courses": _courses,
    "disk": _disk,
    "worker": _worker,
    "backup": _backup,
    "mail": _mail,
    "audit": _audit,
}


def jobs() -> dict[str, str]:
    """Kind of job → words."""
    return {
        "roster.read": _("读名册"),
        "year.rollover": _("学年升级"),
        "assessment.classes": _("准备全部班级 Excel"),
        "assessment.filings": _("准备报送材料"),
        "exchange.oneroster": _("准备 OneRoster 名册"),
        "exchange.xapi": _("准备 xAPI 学习记录"),
        "exchange.facts": _("准备匿名数据"),
        "accounts.sweep": _("清理过期的登录"),
        "notices.make": _("准备提醒"),
        "learning.remark": _("按更正的答案重新判分"),
        "deployments.place": _("把部署的课排进各班计划"),
        "upkeep.check": _("全部检查"),
        "upkeep.retention": _("删去到期的记录"),
        "upkeep.backup": _("做备份"),
    }


def size(count: int) -> str:
    """Bytes as people say them: 640 KB, 3.2 MB, 18 GB."""
    value, units = count / 1024, ["TB", "GB", "MB", "KB"]
    while value >= 1000 and len(units) > 1:
        value, _done = value / 1024, units.pop()
    return f"{value:.0f} {units[-1]}" if value >= 10 or units[-1] == "KB" else f"{value:.1f} {units[-1]}"


def age(made_at: datetime, now: datetime) -> str:
    """How old something is, in whole hours or days."""
    past = now - made_at
    if past < timedelta(hours=1):
        return _("刚刚")
    return (
        _("%(n)s 小时前", n=int(past / timedelta(hours=1)))
        if past < timedelta(days=2)
        else _("%(n)s 天前", n=past.days)
    )
