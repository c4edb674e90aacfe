"""Sentences of what can be refused of special-topic activities: what happened and what to do."""

from __future__ import annotations

from ...messages import add
from ...web.locale import lazy_gettext as _l

MESSAGES = {
    "activity_title": _l("请写活动名称，不超过 %(most)s 个字。"),
    "activity_topics": _l("请至少选一个专题。"),
    "activity_turned": _l("结束日期在开始日期前面，请对调一下。"),
    "activity_over": _l("结束日期已经过了，班级来不及参加。请改成今天或以后。"),
    "activity_long": _l("活动最长 %(days)s 天。更长的安排请放进每周计划。"),
    "activity_dates": _l("请把日期写成年-月-日；活动的开始和结束两个日期都要填。"),
    "activity_no_steps": _l("活动里还没有一步。请先添加至少一步，再发布。"),
    "activity_published": _l(
        "活动已经发布，不能再改：下面的班可能已经在做了。要改，请复制一份，改好再发布；原来的可以结束或撤回。"
    ),
    "activity_changed": _l("这份草稿刚在另一个窗口里改过，您这次的改动没有存。请重新打开这一页再改。"),
    "activity_not_running": _l("这个活动现在没有在进行，这一步做不了。"),
    "too_many_steps": _l("一个活动最多 %(steps)s 步。请删去几步，或分成两个活动。"),
    "step_kind": _l("第 %(n)s 步的类型不对，只有答题和训练可以让学生自己做。"),
    "step_turned": _l("第 %(n)s 步的结束日期在开始日期前面，请对调一下。"),
    "step_title": _l("第 %(n)s 步还没有名称，或名称超过 %(most)s 个字。"),
    "step_days": _l("第 %(n)s 步的日期不在活动的日期里面，请改一改。"),
    "step_stages": _l("第 %(n)s 步的学段都不在活动的学段里，请改一改。"),
    "step_things": _l("第 %(n)s 步还没有选内容。请给要做的学段各选一个。"),
    "thing_stage": _l("第 %(n)s 步选的内容不是给这个学段的，请换一个，或改一改这一步的学段。"),
    "thing_part": _l("第 %(n)s 步选的课没有这一步要用的短片、题目或训练，请换一课。"),
    "thing_gone": _l("第 %(n)s 步选的课已经下架，请换一课。"),
    "pledge_lines": _l("第 %(n)s 步：承诺书要有 1 到 %(lines)s 句，每句不超过 60 个字。"),
    "survey_questions": _l("第 %(n)s 步：问卷要有 1 到 %(questions)s 题，每题 2 到 4 个不同的选项，用竖线 | 隔开。"),
    "act_task": _l("第 %(n)s 步：请用一两句话写清要做什么，不超过 120 个字。"),
    "step_not_entered": _l("这一步不用填写：做了以后，记录自己会出来。"),
    "record_present": _l("在场人数要在 1 到 %(roll)s 之间。"),
    "record_count": _l("签名的人数不能多过在场的人数。"),
    "record_counts": _l("每题各选项的人数加起来不能多过在场的人数，也不能都是 0。"),
    "record_note": _l("请用一句话写做了什么，不超过 %(most)s 个字，不写学生的名字。"),
    "record_outside": _l("这一步要在 %(first)s 到 %(last)s 之间做，这一天不在里面。"),
    "record_ahead": _l("这一天还没到，做完再记。"),
    "film_not_begun": _l("短片还没有开始放。请先点“在大屏上放”。"),
    "film_too_soon": _l("短片还没有放完，大约还差 %(left)s 秒。放完再点。"),
    "survey_closed": _l("问卷已经收了，不再接受回答。"),
    "survey_answered": _l("你已经回答过了，谢谢。"),
    "survey_empty": _l("还没有人回答。可以再等一等，或改用举手数一数。"),
    "odd_answer": _l("请每题都选一个。"),
}
add(MESSAGES)
