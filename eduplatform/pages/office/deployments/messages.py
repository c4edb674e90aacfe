"""Sentences of refusals about deployments: what is wrong, and what to do."""

from __future__ import annotations

from ...messages import add
from ...web.locale import lazy_gettext as _l

MESSAGES = {
    "deployment_days": _l("请填开始和结束日期，写成 2026-11-09 这样。"),
    "deployment_turned": _l("结束日期在开始日期前面，请对调一下。"),
    "deployment_over": _l("结束日期已经过了。请改成今天或以后。"),
    "deployment_year": _l("日期要都在同一个学年里（%(first)s到%(last)s）。跨学年的请分两次布置。"),
    "deployment_no_week": _l("这几天都在放假，没有教学周可以排课。请换个日期。"),
    "deployment_not_below": _l("选的单位里有不在本单位下面的，或者已经撤销的。请重新选。"),
    "deployment_targets": _l("一次最多点选 %(most)s 个单位。都要的话，一个也不选就是全部；不然请分两次布置。"),
    "deployment_no_classes": _l("选的范围里没有这个学段的班。请换学段，或者多选几个单位。"),
    "deployment_all_done": _l("这 %(n)s 个班这学年都上过这节课了，不用再布置。可以换一节课。"),
    "deployment_lesson": _l("请选一节课。选过的那节可能已经下架了。"),
    "deployment_other_stage": _l("这节课（或这个活动）不是给所选学段的。请改选学段，或者不选学段。"),
    "deployment_activity": _l("请选一个还在办的专题活动。还没有的话，先到“专题活动”里设一个。"),
    "deployment_activity_days": _l("日期要在活动自己的时间里（%(first)s到%(last)s）。"),
    "deployment_words": _l("请写要提醒的话，不超过 %(most)s 个字。"),
    "deployment_question": _l("请写要学校回答的问题，不超过 %(most)s 个字。"),
    "deployment_minutes": _l("请填学校回答大约要几分钟，1 到 %(most)s。"),
    "deployment_return_school": _l("上报是请下面的学校回答的，学校自己不用布置上报。"),
    "deployment_cap": _l(
        "不能布置：有 %(schools)s 所学校本学期会到第 %(count)s 项活动。每校每学期各类进校园活动不超过 %(most)s 次（PC-06）。"
        "请并到已有的活动里，收回一项，或者少选几个单位。"
    ),
    "deployment_twice": _l("“%(title)s”已经由%(by)s布置过，还没结束。要改就先收回，再布置。"),
    "deployment_gone": _l("这一项已经收回，不用再做了。"),
    "deployment_not_ready": _l("还在排进各班计划，等一会儿再改。"),
    "return_over": _l("已经过了截止日期（%(last)s），不能再改。需要的话请和布置的单位联系。"),
    "return_number": _l("请填一个整数，0 到 %(most)s，不要带单位。"),
    "return_text": _l("请写回答，不超过 %(most)s 个字。"),
}
add(MESSAGES)
