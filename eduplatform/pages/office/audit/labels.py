"""What stands in the audit chain, in words: actions by group, kinds of looks, and what an entry says beside them.

Every action and detail the code writes has its words here; tests/pages/office/audit/test_labels.py reads the source for them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from ...filters import day, hours_text, listed, topic_name, year_label
from ...labels.api_keys import reads_names
from ...labels.dated_rules import measure_labels, period_labels
from ...labels.roles import role_labels
from ...web.locale import gettext as _
from ..deployments.labels import deployment_kinds
from ..filings.labels import kinds as filing_kinds


def action_groups() -> dict[str, tuple[str, dict[str, str]]]:
    """Group → (its name, {action: words})."""
    return {
        "lessons": (
            _("课堂上的事"),
            {
                "session.open": _("开始了一节课"),
                "session.rehearse": _("先练了一遍（练习课）"),
                "session.close": _("下课并记课时"),
                "session.drop": _("作废一节课"),
                "session.presence": _("改正到课"),
                "session.correct": _("改正一个答案"),
                "session.typed": _("课后录入答案"),
                "makeup.open": _("让学生补学"),
            },
        ),
        "hours": (
            _("课时台账"),
            {
                "hours.declare": _("补报课时"),
                "hours.correct": _("改正课时"),
                "hours.reverse": _("冲抵课时"),
                "hours.take_back": _("撤回课时"),
                "hours.give_way": _("补报的课时由课堂记录代替"),
                "hours.restore": _("恢复补报的课时"),
                "lost.note": _("记下一周的安全课被占用"),
                "lost.undo": _("撤销“被占用”"),
                "plausibility.note": _("说明了答卷是怎样答出来的"),
                "plausibility.take_back": _("收回了答卷的说明"),
            },
        ),
        "rosters": (
            _("名册和学年"),
            {
                "roster.apply": _("导入了名册"),
                "roster.undo": _("撤销了一次导入"),
                "rollover.apply": _("办了学年升级"),
                "rollover.undo": _("撤销学年升级"),
                "year.rollover": _("升到下一学年"),
                "year.undo": _("撤销升到下一学年"),
                "pupil.move": _("学生转班"),
                "pupil.let_go": _("学生离校"),
                "pupil.take_in": _("学生转入"),
                "pupil.add": _("添加一名学生"),
                "pupil.back": _("学生回校"),
                "pupil.undo": _("撤销转班或离校"),
            },
        ),
        "people": (
            _("人员和账号"),
            {
                "post.give": _("任命岗位"),
                "post.end": _("结束了岗位"),
                "post.restore": _("恢复了岗位"),
                "post.propose": _("从校外提名"),
                "post.accept": _("接受了提名"),
                "post.refuse": _("没有接受提名"),
                "post.withdraw": _("撤回了提名"),
                "slips.issue": _("发了登录条"),
                "cards.change": _("换了答题卡"),
                "account.reset": _("重置账号"),
                "person.erase": _("删除个人信息"),
            },
        ),
        "plans": (
            _("计划和设置"),
            {
                "plan.adopt": _("采用推荐的 40 周计划"),
                "plan.move": _("计划里两周对换"),
                "plan.week": _("改一周的计划"),
                "plan.drop": _("改用上级的计划"),
                "rule.set": _("改课时怎样算"),
                "rule.add": _("定了一条规定"),
                "rule.end": _("停了一条规定"),
                "rule.withdraw": _("撤回没有起算的规定"),
                "plan.extra": _("排了补齐的加课"),
                "plan.extra_drop": _("撤销还没上的加课"),
                "calendar.terms": _("改学期起止"),
                "calendar.days": _("改放假和调休"),
                "calendar.schedule": _("录入一年的放假安排"),
                "feed.open": _("生成日历订阅地址"),
                "feed.close": _("停用日历订阅地址"),
                "setting.choose": _("改一项设置"),
                "notices.hook": _("添加群机器人"),
                "notices.hook_end": _("去掉群机器人"),
                "activity.set": _("设专题活动"),
                "activity.withdraw": _("撤回专题活动"),
                "deployment.send": _("部署下去"),
                "deployment.withdraw": _("收回部署"),
                "deployment.move": _("部署的课改周"),
                "return.answer": _("回答了上报"),
                "activity.draft": _("新建专题活动草稿"),
                "activity.drop": _("删去专题活动草稿"),
                "activity.end": _("提前结束专题活动"),
                "activity.record": _("记下班级做的专题活动"),
                "activity.unrecord": _("撤回班级做的专题活动"),
                "scheme.begin": _("拟了评分方案的草稿"),
                "scheme.change": _("改了评分方案的草稿"),
                "scheme.drop": _("删了评分方案的草稿"),
                "scheme.publish": _("公布了评分方案"),
                "scheme.mark": _("为评分方案打了分"),
                "snapshot.make": _("准备了正式数据"),
                "snapshot.correct": _("准备了正式数据的更正版"),
                "snapshot.sign": _("签发了正式数据"),
                "snapshot.drop": _("删了正式数据的草稿"),
                "appeal.make": _("对正式数据提了申诉"),
                "appeal.accept": _("采纳了申诉"),
                "appeal.decline": _("没有采纳申诉"),
                "unit.add": _("添加了单位"),
                "unit.rename": _("单位改了名称"),
                "unit.close": _("撤销了单位"),
                "unit.reopen": _("恢复了单位"),
            },
        ),
        "files": (
            _("导出和备份"),
            {
                "report.export": _("导出了报表"),
                "report.agree": _("同意别人导出带姓名的名册"),
                "filing.make": _("做了报送材料"),
                "audit.export": _("导出审计记录"),
                "backup.create": _("做了备份"),
                "api.key_make": _("生成数据接口的密钥"),
                "api.key_end": _("停用数据接口的密钥"),
                "api.read": _("别的程序用密钥读了数字"),
            },
        ),
        "chain": (_("记录本身"), {"chain.seal": _("封存了以前的记录"), "chain.shorten": _("删去满期的记录")}),
    }


def actions() -> dict[str, str]:
    """Action → words."""
    return {code: words for _name, members in action_groups().values() for code, words in members.items()}


def kinds_of_looks() -> dict[str, str]:
    """Kind of what was looked at → words."""
    return {
        "class": _("一个班的姓名"),
        "pupil": _("一名学生"),
        "roster": _("名册里的姓名"),
        "export": _("导出的名册里的姓名"),
    }


#: details left unsaid: typed by hand, so it may name a pupil; or a pupil's answer, which is nobody else's; or said by another one
UNSAID = {"left", "digest", "link", "reason", "was", "now", "entry", "part", "roll", "note", "by"}


def details() -> dict[str, Callable[[Any], str]]:
    """Detail → what it says. Numbers of units, pupils and lessons are worded in audit_shape, which knows their names."""
    return {
        "role": lambda value: role_labels().get(value, value),
        "year": year_label,
        "what": lambda value: exports().get(value, str(value)),
        "day": lambda value: _("截至 %(day)s", day=day(date.fromisoformat(value))),
        "until": lambda value: _("到 %(day)s", day=day(date.fromisoformat(value))),
        "measure": lambda value: measure_labels().get(value, value),
        "period": lambda value: period_labels().get(value, value),
        "least": lambda value: _("至少：%(n)s", n=hours_text(value)),
        "from_on": lambda value: _("从 %(day)s", day=day(date.fromisoformat(value))),
        "minutes": lambda value: _("%(n)s 分钟", n=value),
        "source": lambda value: _("依据：%(source)s", source=value),
        "hours": lambda value: _("课时：%(hours)s", hours=hours_text(value)),
        "present": lambda value: _("到课：%(n)s", n=value),
        "grade": lambda value: _("证据等级 %(grade)s", grade=value),
        "question": lambda value: _("第 %(n)s 题", n=value),
        "pupils": lambda value: _("涉及学生：%(n)s", n=value),
        "here": lambda value: _("改为到课") if value else _("改为缺课"),
        "slips": lambda value: _("张数：%(n)s", n=value),
        "number": lambda value: _("卡号 %(card)s", card=value),
        "reset": lambda value: _("旧密码作废") if value else "",
        "why": lambda value: {
            "asked": _("本人要求"),
            "retention": _("保存期满"),
            "restored": _("恢复备份以后"),
            "upgrade": _("升级到带密钥的链"),
            "key_lost": _("密钥丢失"),
        }.get(value, str(value)),
        "name": lambda value: {"home_duty": _("布置课外学习"), "notices": _("提醒多少、什么时候")}.get(value, value),
        "value": lambda value: (
            "" if isinstance(value, dict) else {True: _("设为打开"), False: _("设为关闭")}.get(value, str(value))
        ),
        "kind": lambda value: deployment_kinds().get(value, str(value)),
        "filing": lambda value: filing_kinds().get(value, str(value)),
        "classes": lambda value: _("班级：%(n)s", n=value),
        "week": lambda value: _("第 %(week)s 周", week=value),
        "topics": lambda value: listed(map(topic_name, value)),
        "new": lambda value: _("新增：%(n)s", n=value),
        "changed": lambda value: _("改动：%(n)s", n=value),
        "moved": lambda value: _("转班：%(n)s", n=value),
        "gone": lambda value: _("离校：%(n)s", n=value),
        "same": lambda value: _("不变：%(n)s", n=value),
        "megabytes": lambda value: f"{value} MB",
        "old": lambda value: _("原名：%(name)s", name=value),
        "called": lambda value: _("新名：%(name)s", name=value),
        "version": lambda value: _("第 %(n)s 版", n=value),
        "number_of": lambda value: _("第 %(n)s 号", n=value),
        "appeal": lambda value: _("申诉编号 %(n)s", n=value),
        "side": lambda value: {"self": _("自评"), "bureau": _("考评"), "veto": _("否决情况")}.get(value, value),
        "points": lambda value: listed(
            f"{code} {'—' if points is None else hours_text(points)}" for code, points in value.items()
        ),
        "posts": lambda value: _("结束岗位：%(n)s", n=value),
        "entries": lambda value: _("到第 %(n)s 条", n=value),
        "upto": lambda value: _("到第 %(n)s 条", n=value),
        "activity": lambda value: _("专题活动编号 %(n)s", n=value),
        "on": lambda value: day(date.fromisoformat(value)),
        "key": lambda value: _("密钥编号 %(n)s", n=value),
        "reads": lambda value: reads_names(value.split(",")),
    }


def exports() -> dict[str, str]:
    """What was exported or printed → words."""
    return {
        "xlsx": _("报表 Excel"),
        "csv": _("报表 CSV"),
        "lessons": _("各班各课 CSV"),
        "classes": _("全部班级 Excel"),
        "hours": _("课时分开看 Excel"),
        "scores": _("评分表 Excel"),
        "official": _("正式数据 Excel"),
        "entries": _("操作的记录"),
        "looks": _("查看姓名的记录"),
        "weak_topics": _("薄弱环节 Excel"),
        "items": _("题目分析 Excel"),
        "filing_print": _("报送材料，打印或 PDF"),
        "filing_docx": _("报送材料 Word"),
        "filing_xlsx": _("报送材料 Excel"),
        "oneroster": _("名册 OneRoster，没有姓名"),
        "oneroster_names": _("名册 OneRoster，带姓名"),
        "xapi": _("学习记录 xAPI"),
        "microdata": _("匿名数据 CSV"),
        "waiting": _("还没开通的学生"),
        "one": _("一名学生"),
        "guardians": _("各位家长"),
        "guardian": _("一位家长"),
    }
