"""Sentences of refusals on the office's pages."""

from __future__ import annotations

from ..messages import add, message
from ..web.locale import gettext as _
from ..web.locale import lazy_gettext as _l

MESSAGES = {
    "notices_laxer": _l("上级定的是每周最多 %(most)s 条、%(first)s 点到 %(last)s 点之间。这里只能更少，不能更多。"),
    "batch_not_staged": _l("这份名册已经处理过了。请刷新这一页看看。"),
    "batch_not_applied": _l("没有可以撤销的导入。"),
    "roll_changed": _l("查看变动以后，学校的学生又有了改动。请重新上传这份名册。"),
    "rows_differ": _l("准备好的变动不完整，没有导入。请重新上传这份名册。"),
    "rollover_running": _l("还没有做完，做完以后才能撤销。没有在动的话，请再点一次“开始升级”。"),
    "undo_too_late": _l("已经过了可以撤销的日子。请用转班或新的名册来改。"),
    "later_batch": _l("后面还有一次导入。请先撤销后面那一次。"),
    "unit_kind": _l("这里不能添加这一类单位。"),
    "unit_has_children": _l("“%(name)s”下面还有单位。先把下面的撤销，再撤销它。"),
    "code_taken": _l("代码 %(code)s 已经有了，换一个。"),
    "role_not_here": _l("这个岗位不能在这里任免，请找上一级。"),
    "login_elsewhere": _l("账号 %(login)s 属于别的单位。请换一个账号名。"),
    "own_post": _l("不能结束自己的岗位，请上一级来办。"),
    "dates_order": _l("日期的先后不对，请检查开始和结束。"),
    "dates_outside": _l("日期要在 %(first)s 到 %(last)s 之间。"),
    "schedule_not_shipped": _l("没有带着这一年的放假安排。请导入文件，或者逐条录入。"),
    "days_other_year": _l("这个学年只跨 %(first)s 年和 %(last)s 年。请回到校历重选。"),
    "days_long": _l("一次最多 %(most)s 天。寒暑假不用填，由学期的起止日期决定。"),
    "days_twice": _l("这些日子已经填过“%(other)s”（%(first)s 到 %(last)s）。要改，请先删去那一项。"),
    "days_off_and_on": _l("同一天不能又放假又上课：和“%(other)s”（%(first)s 到 %(last)s）冲突。请先删去其中一项。"),
    "work_on_weekday": _l("%(day)s 不是周末，本来就上课，不用填“周末上课”。请检查日期。"),
    "days_none_in_year": _l("里面没有落在 %(year)s–%(last)s 学年的日子。请换一个学年，或检查文件。"),
    "days_file_empty": _l("文件里没有放假或上课的日子。请下载样子，照着填。"),
    "days_file_large": _l("文件太大了（上限 %(most)s）。一年的放假安排只有十几行，请检查是不是选错了文件。"),
    "days_file_heads": _l("没有找到表头。第一行要有：%(heads)s。"),
    "days_file_yaml": _l("这个 .yaml 文件读不懂。格式要和平台自带的一样：year、off、work。"),
    "days_wrong_year": _l("选的是 %(year)s 年，这里写的是 %(said)s 年。请换一个年份，或换一份文件。"),
    "days_line_name": _l("名称要写，最多 40 个字。"),
    "days_line_kind": _l("类别“%(said)s”认不得。请写“放假”或“上课”。"),
    "days_line_day": _l("日期“%(said)s”认不得。请写成 2027-01-01。"),
    "rule_past": _l("规定只能从今天或以后起算，已经算过的不改。"),
    "same_class": _l("学生已经在这个班了。"),
    "other_school": _l("只能转到本校的班级。转到别的学校请用“离校”，把转学码交给对方学校。"),
    "number_taken": _l("这个班里已经有 %(number)s 号了，换一个或先不填。"),
    "handover_unknown": _l("转学码不对、用过了或者过期了。请原来的学校再核对一次。"),
    "own_role": _l("不能给自己加岗位。请学校里另一位管人员的人，或上一级来办。"),
    "staff_name": _l("请选一位同事，或写上新来的人的姓名。"),
    "staff_same_name": _l("这里已经有一位%(name)s。是同一个人，还是另一位同名的人？"),
    "last_manager": _l(
        "这是学校里最后一位能管人员的人，不能从校外结束。请先提名接任的人，由学校里的人确认；联系不上学校的人，请系统管理员在服务器上办。"
    ),
    "restore_late": _l("只能在当天撤销。要恢复，请重新任命。"),
    "post_taken": _l("现在由%(name)s担任，一个班只有一位班主任。请先结束那个岗位。"),
    "proposal_over": _l("这项提名已经有结果了。请刷新这一页看看。"),
    "proposal_not_yours": _l("要由学校里的人确认；提名的人只能撤回自己的提名。"),
    "same_name_pupil": _l("学校里有或有过一个叫%(name)s的孩子。请看下面，是不是同一个孩子。"),
    "not_former": _l("选的那份记录接不上。请再看一遍，重新选。"),
    "name_unreadable": _l("这个姓名读不懂。请写孩子的全名，不要写数字、号码和符号。"),
    "number_long": _l("学号最多 20 位。"),
    "plan_none": _l("上一学年没有计划，没有可以接着用的。请采用推荐的计划。"),
    "plan_past": _l("过去的学年只能看，不能再改。"),
    "plan_same_week": _l("请选两个不同的周。"),
    "plan_no_topic": _l("没有这个专题或学段。请从页面上的建议里选。"),
    "plan_no_room": _l("接下来六周里没有可以排的周，或者计划里已经有这个专题。"),
    "plan_no_week": _l("计划里没有第 %(week)s 周。请从列表里选。"),
    "undo_gone": _l("已经不能撤销了：只能撤销今天在页面上办的转班和离校，而且转学码还没有用。"),
}
add(MESSAGES)


@message("rule_laxer")
def _rule_laxer(minutes: int, day_lessons: int) -> str:
    return _(
        "不能比上级的规定宽：一课时 %(minutes)s 分钟，一天最多记 %(lessons)s 节。",
        minutes=minutes,
        lessons=day_lessons,
    )


@message("class_has_pupils")
def _class_has_pupils(name: str, pupils: int) -> str:
    return _("“%(name)s”还有 %(n)s 名学生。先给他们转班，或办离校，再撤销这个班。", name=name, n=pupils)


@message("class_named_by_roster")
def _class_named_by_roster() -> str:
    return _("班级的名称跟着名册走。请在名册里改，再导入一次。")


@message("unit_closed")
def _unit_closed(name: str) -> str:
    return _("“%(name)s”已经撤销了。", name=name)


@message("parent_closed")
def _parent_closed(name: str) -> str:
    return _("上一级“%(name)s”已经撤销。先恢复上一级。", name=name)
