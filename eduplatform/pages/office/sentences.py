"""Sentences of refusals on the office's pages."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from ..filters import day, hours
from ..wording import sentence


@sentence("batch_not_staged")
def _batch_not_staged() -> str:
    return _("这份名册已经处理过了。请刷新这一页看看。")


@sentence("batch_not_applied")
def _batch_not_applied() -> str:
    return _("没有可以撤销的导入。")


@sentence("roll_changed")
def _roll_changed() -> str:
    return _("查看变动以后，学校的学生又有了改动。请重新上传这份名册。")


@sentence("rows_differ")
def _rows_differ() -> str:
    return _("准备好的变动不完整，没有导入。请重新上传这份名册。")


@sentence("undo_too_late")
def _undo_too_late() -> str:
    return _("已经过了可以撤销的日子。请用转班或新的名册来改。")


@sentence("later_batch")
def _later_batch() -> str:
    return _("后面还有一次导入。请先撤销后面那一次。")


@sentence("unit_kind")
def _unit_kind(kind: str) -> str:
    return _("这里不能添加这一类单位。")


@sentence("code_taken")
def _code_taken(code: str) -> str:
    return _("代码 %(code)s 已经有了，换一个。", code=code)


@sentence("unit_has_children")
def _unit_has_children(name: str) -> str:
    return _("“%(name)s”下面还有单位。先把下面的撤销，再撤销它。", name=name)


@sentence("class_has_pupils")
def _class_has_pupils(name: str, pupils: int) -> str:
    return _("“%(name)s”还有 %(n)s 名学生。先给他们转班，或办离校，再撤销这个班。", name=name, n=pupils)


@sentence("class_named_by_roster")
def _class_named_by_roster() -> str:
    return _("班级的名称跟着名册走。请在名册里改，再导入一次。")


@sentence("unit_closed")
def _unit_closed(name: str) -> str:
    return _("“%(name)s”已经撤销了。", name=name)


@sentence("parent_closed")
def _parent_closed(name: str) -> str:
    return _("上一级“%(name)s”已经撤销。先恢复上一级。", name=name)


@sentence("role_not_here")
def _role_not_here() -> str:
    return _("这个岗位不能在这里任免，请找上一级。")


@sentence("login_elsewhere")
def _login_elsewhere(login: str) -> str:
    return _("账号 %(login)s 属于别的单位。请换一个账号名。", login=login)


@sentence("own_post")
def _own_post() -> str:
    return _("不能结束自己的岗位，请上一级来办。")


@sentence("dates_order")
def _dates_order() -> str:
    return _("日期的先后不对，请检查开始和结束。")


@sentence("dates_outside")
def _dates_outside(first: date, last: date) -> str:
    return _("日期要在 %(first)s 到 %(last)s 之间。", first=day(first), last=day(last))


@sentence("days_long")
def _days_long() -> str:
    return _("一次最多 60 天。寒暑假不用填，由学期的起止日期决定。")


@sentence("rule_laxer")
def _rule_laxer(floor: int, minutes: int, day_lessons: int) -> str:
    return _("不能比上级的规定宽：每学年至少 %(floor)s 课时，一课时 %(minutes)s 分钟，一天最多记 %(lessons)s 节。",
             floor=hours(floor), minutes=minutes, lessons=day_lessons)  # fmt: skip


@sentence("rule_past")
def _rule_past() -> str:
    return _("规定只能从今天或以后起算，已经算过的不改。")


@sentence("same_class")
def _same_class() -> str:
    return _("学生已经在这个班了。")


@sentence("other_school")
def _other_school() -> str:
    return _("只能转到本校的班级。转到别的学校请用“离校”，把转学码交给对方学校。")


@sentence("number_taken")
def _number_taken(number: str) -> str:
    return _("这个班里已经有 %(number)s 号了，换一个或先不填。", number=number)


@sentence("handover_unknown")
def _handover_unknown() -> str:
    return _("转学码不对、用过了或者过期了。请原来的学校再核对一次。")


@sentence("own_role")
def _own_role() -> str:
    return _("不能给自己加岗位。请学校里另一位管人员的人，或上一级来办。")


@sentence("staff_name")
def _staff_name() -> str:
    return _("请选一位同事，或写上新来的人的姓名。")


@sentence("staff_same_name")
def _staff_same_name(name: str) -> str:
    return _("这里已经有一位%(name)s。是同一个人，还是另一位同名的人？", name=name)


@sentence("last_manager")
def _last_manager() -> str:
    return _("这是学校里最后一位能管人员的人，不能从校外结束。请先提名接任的人，由学校里的人确认；联系不上学校的人，请系统管理员在服务器上办。")


@sentence("restore_late")
def _restore_late() -> str:
    return _("只能在当天撤销。要恢复，请重新任命。")


@sentence("post_taken")
def _post_taken(name: str) -> str:
    return _("现在由%(name)s担任，一个班只有一位班主任。请先结束那个岗位。", name=name)


@sentence("proposal_over")
def _proposal_over() -> str:
    return _("这项提名已经有结果了。请刷新这一页看看。")


@sentence("proposal_not_yours")
def _proposal_not_yours() -> str:
    return _("要由学校里的人确认；提名的人只能撤回自己的提名。")


@sentence("same_name_pupil")
def _same_name_pupil(name: str) -> str:
    return _("学校里有或有过一个叫%(name)s的孩子。请看下面，是不是同一个孩子。", name=name)


@sentence("not_former")
def _not_former() -> str:
    return _("选的那份记录接不上。请再看一遍，重新选。")


@sentence("name_unreadable")
def _name_unreadable(problem: str) -> str:
    return _("这个姓名读不懂。请写孩子的全名，不要写数字、号码和符号。")


@sentence("number_long")
def _number_long() -> str:
    return _("学号最多 20 位。")


@sentence("undo_gone")
def _undo_gone() -> str:
    return _("已经不能撤销了：只能撤销今天在页面上办的转班和离校，而且转学码还没有用。")
