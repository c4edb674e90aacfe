"""Sentences of refusals about official figures and appeals: what is wrong, and what to do."""

from __future__ import annotations

from ...messages import add
from ...web.locale import lazy_gettext as _l

MESSAGES = {
    "snapshot_not_here": _l("这里不能做正式数据：班级的数据在学校那一份里，评分由主管部门做。"),
    "snapshot_day": _l("截止日期要在这个学年里，最晚到昨天：当天还没有过完，数字还会变。"),
    "snapshot_counting": _l("还有记录没有统计完。请过一两分钟再做。"),
    "snapshot_there": _l("这一天的这份数据已经有了。草稿可以删掉重做；已签发的要改，只能通过申诉更正。"),
    "snapshot_moved": _l("看过以后，数字又有了变化。请重新看一遍，再准备。"),
    "snapshot_late": _l("这份草稿刚被改过，或者和准备时不一致。请刷新这一页再看。"),
    "snapshot_own": _l("准备的人、采纳申诉的人不能自己签发。请另一位有签发权的人来签。"),
    "snapshot_frozen": _l("这份数据已经签发，不能再改、再删。有误请走申诉，做更正版。"),
    "figure_unknown": _l("这份数据里没有这个数字。请从列表里选。"),
    "correction_same": _l("数字没有变。要采纳申诉，请写下更正后的数；不用改的话，请选不采纳。"),
    "correction_range": _l("更正后的数不对：不能小于 0，分子不能大于分母，得分不能超过这一项的分值。"),
    "correction_hidden": _l("人数少的数字不给校外看，也不在校外更正；没有评的项没有可以更正的数。"),
    "appeal_not_yours": _l("只能对自己单位、自己班的数字提申诉。"),
    "appeal_superseded": _l("这份数据已经有更正版，或者还没有签发。请打开最新的一份再提。"),
    "appeal_late": _l("申诉期到 %(day)s 为止，已经过了。"),
    "appeal_reason": _l("理由要写，最多 %(most)s 个字。"),
    "appeal_names": _l("里面有学生的姓名。请去掉姓名，写课的日期和课题就行。"),
    "appeal_twice": _l("这个数字已经申诉过了，一个数字只能申诉一次。结果在这一页上看。"),
    "appeal_own": _l("不能答复自己提的申诉。请另一位同事来答复。"),
    "appeal_answered": _l("这条申诉已经有答复了。请刷新这一页看看。"),
}
add(MESSAGES)
