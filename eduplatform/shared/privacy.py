"""What is kept about people: every column of every table that points at a person, why, how long, and what becomes of it.

A test over the metadata names any column that is missing here. The page /about is written from this list; its sentences
are Chinese source texts that pages translate. Each column has one mark:

    key    number of a row or of a thing, says nothing about the person      never exported, goes or stays with its row
    who    which person it is                                               the row's owner; after erasing a nameless row
    says   says something about the person                                  exported where the table is
    secret lets somebody in, or is a hash of what does                      never exported, never shown, removed first
    act    which member of staff did it, as the record of an office         kept with the record, exported to nobody else
"""

from __future__ import annotations

from dataclasses import dataclass


def _(text: str) -> str:
    """Marks a Chinese source text for the catalogue; pages translate it."""
    return text


MARKS = ("key", "who", "says", "secret", "act")
ERASE = ("rows", "blank", "nameless", "stays")
"""rows: removed. blank: the row stays without name, sex and keys. nameless: stays and points at the blanked person.
stays: a record of an office about what staff did; its reason ends with its own time limit."""


@dataclass(frozen=True)
class Kept:
    """One table: heading it is shown under, purpose, how long, the column that is the person ("" where marks hide who),
    whether the person gets it in an export, what erasing does, and a mark for each column."""

    group: str
    why: str
    until: str
    person: str
    export: bool
    erase: str
    columns: dict[str, str]


def _marks(**by_mark: str) -> dict[str, str]:
    return {column: mark for mark, names in by_mark.items() for column in names.split()}


GROUPS = {
    "who": _("你是谁"),
    "door": _("怎样登录"),
    "class": _("在哪个班"),
    "learn": _("学了什么"),
    "record": _("谁做过什么、谁看过"),
}

YEARS = _("毕业或离校后满 3 年的 8 月 31 日删去姓名")
STAFF_YEARS = _("离岗后满 3 年删去姓名")

TABLES: dict[str, Kept] = {
    "user": Kept(
        "who",
        _("认得你是谁：姓名、性别（学校填了才有）和用哪种语言看网页。没有身份证号、手机号、照片。"),
        YEARS,
        "id",
        True,
        "blank",
        _marks(
            key="school_id batch_id",
            who="id person_key",
            says="kind name sex language created_at first_in_at disabled_at unread",
        ),
    ),
    "login_name": Kept(
        "door",
        _("老师和家长的账号名。学生没有账号名。"),
        STAFF_YEARS,
        "user_id",
        True,
        "rows",
        _marks(key="id school_id", who="user_id", says="login"),
    ),
    "credential": Kept(
        "door",
        _("你的密码或三张图，只存算不回去的校验值，谁也看不到原样。"),
        _("换新的或注销时立即删除"),
        "user_id",
        True,
        "rows",
        _marks(key="id school_id", who="user_id", says="kind set_at", secret="hash"),
    ),
    "sign_in_slip": Kept(
        "door",
        _("登录条发给了谁、用过没有。码本身不存。"),
        _("过期 90 天后删除"),
        "user_id",
        True,
        "rows",
        _marks(
            key="id school_id",
            who="user_id",
            says="issued_at expires_at used_at revoked_at",
            secret="code_hash",
            act="issued_by",
        ),
    ),
    "user_session": Kept(
        "door",
        _("你在哪些设备上登录着，好让你能一键退出。"),
        _("结束 30 天后删除"),
        "user_id",
        True,
        "rows",
        _marks(
            key="id school_id class_session_id idle_minutes must_choose",
            who="user_id",
            says="device started_at seen_at expires_at ended_at",
            secret="token_hash",
        ),
    ),
    "sign_in_guard": Kept(
        "door",
        _("防止别人猜密码：只记打乱后的账号和猜错次数。"),
        _("30 天"),
        "",
        False,
        "rows",
        _marks(key="id lane", says="failures wait_until at", secret="account"),
    ),
    "address_failure": Kept(
        "door",
        _("防止有人在一处猜很多账号：只记打乱后的网络地址。"),
        _("30 天"),
        "",
        False,
        "rows",
        _marks(key="id", says="failed_at succeeded_at at", secret="address_hash account"),
    ),
    "enrolment": Kept(
        "class",
        _("你在哪个班、几号、从哪天到哪天。转班不改旧记录。"),
        YEARS,
        "pupil_id",
        True,
        "nameless",
        _marks(
            key="id school_id batch_id",
            who="pupil_id",
            says="class_id number student_number from_on to_on",
            act="closed_by",
        ),
    ),
    "card_number": Kept(
        "class",
        _("你在班里的答题卡是几号。"),
        YEARS,
        "pupil_id",
        True,
        "nameless",
        _marks(key="id school_id", who="pupil_id", says="class_id year number"),
    ),
    "guardianship": Kept(
        "class",
        _("哪位家长可以看哪个孩子学了什么。"),
        _("孩子离校或家长退出时结束，随孩子的姓名一起删除"),
        "guardian_id",
        True,
        "rows",
        _marks(key="id school_id", who="guardian_id", says="pupil_id from_on to_on"),
    ),
    "post": Kept(
        "class",
        _("老师和工作人员的岗位：在哪里、做什么、从哪天到哪天。"),
        STAFF_YEARS,
        "user_id",
        True,
        "nameless",
        _marks(
            key="id school_id batch_id",
            who="user_id",
            says="unit_id role from_on to_on ended_at told_at",
            act="given_by ended_by",
        ),
    ),
    "post_proposal": Kept(
        "class",
        _("校外提名谁来担任学校里的岗位，等学校里的人确认。"),
        _("60 天后删除"),
        "",
        False,
        "rows",
        _marks(
            key="id school_id unit_id role state proposed_at answered_at", says="name", act="proposed_by answered_by"
        ),
    ),
    "roster_batch": Kept(
        "class",
        _("学校导入名册的经过，和家长同意的依据。"),
        _("逐行的问题 30 天后删除；经过保留 3 年；同意的依据随学生的姓名一起删除"),
        "",
        False,
        "stays",
        _marks(
            key="id school_id kind filename state progress year mapping notes classes roll_mark counts problems chosen questions answers consent "
            "created_at applied_at undone_at undo_until",
            act="created_by",
        ),
    ),
    "api_key": Kept(
        "record",
        _("谁为单位的数据接口生成、停用过密钥。密钥不存原样。"),
        _("10 年"),
        "made_by",
        False,
        "stays",
        _marks(
            key="id school_id unit_id title ending reads made_at last_day ended_at used_at minute asked",
            act="made_by ended_by",
            secret="token_hash",
        ),
    ),
    "year_rollover": Kept(
        "class",
        _("谁把学校或单位升到了下一学年。"),
        _("10 年"),
        "",
        False,
        "stays",
        _marks(
            key="id unit_id year state job_id steps asked_at undo_until undone_at",
            act="asked_by teachers",
        ),
    ),
    "roster_row": Kept(
        "class",
        _("导入名册时逐行的变化，只为能撤销。"),
        _("30 天后删除"),
        "pupil_id",
        False,
        "rows",
        _marks(
            key="id school_id batch_id action sheet line enrolment_id",
            who="pupil_id person_key",
            says="class_code name sex number student_number before",
        ),
    ),
    "handover": Kept(
        "class",
        _("你转到别的学校时，新学校凭一次性的码接上你的学习记录。码本身不存。"),
        _("满 1 年删除"),
        "pupil_id",
        True,
        "rows",
        _marks(
            key="id school_id",
            who="pupil_id",
            says="issued_at expires_at used_at new_school_id",
            secret="code_hash",
            act="issued_by",
        ),
    ),
    "lesson_view": Kept(
        "learn",
        _("你看过哪些课、看到第几页，好接着看。"),
        YEARS,
        "pupil_id",
        True,
        "nameless",
        _marks(key="id school_id revision_id", who="pupil_id", says="lesson_id first_at last_at furthest"),
    ),
    "video_watch": Kept(
        "learn",
        _("技能短片看到哪里，好接着看。"),
        YEARS,
        "pupil_id",
        True,
        "nameless",
        _marks(key="id school_id credited_at", who="pupil_id", says="video_id parts seen opened_at done_at"),
    ),
    "quiz_attempt": Kept(
        "learn",
        _(
            "你的测评答案和得分，用来讲解和看哪里还不会。带名字的只给你、你的家长和自己的老师；学校导出学习记录时只有代号和对错，没有名字和答案。"
        ),
        YEARS,
        "pupil_id",
        True,
        "nameless",
        _marks(
            key="id school_id revision_id attempt_key seed session_id draft_no",
            who="pupil_id",
            says="class_id quiz_id lesson_id year asked started_at due_at submitted_at late draft answers shares score passed excellent grade",
        ),
    ),
    "skill_attempt": Kept(
        "learn",
        _("技能训练里你选了哪条路。"),
        YEARS,
        "pupil_id",
        True,
        "nameless",
        _marks(
            key="id school_id revision_id attempt_key seed session_id",
            who="pupil_id",
            says="class_id skill_id lesson_id year started_at finished_at path points most outcome grade",
        ),
    ),
    "room_answer": Kept(
        "learn",
        _("全班一起答题时你选了什么，课后好看哪一点还要再学。"),
        YEARS,
        "pupil_id",
        True,
        "nameless",
        _marks(key="id school_id vote_id part", who="pupil_id", says="option rival way at"),
    ),
    "room_reading": Kept(
        "learn",
        _("一张答题卡照片读出了哪些卡号，只为重发不算两次。照片本身不存。"),
        _("下课时删除"),
        "",
        False,
        "rows",
        _marks(key="id school_id session_id key vote_id part outcome at"),
    ),
    "remarked_sheet": Kept(
        "learn",
        _("题目的答案更正以后，你的答卷原来得多少、改判以后得多少。已经合格的不取消。"),
        YEARS,
        "pupil_id",
        True,
        "nameless",
        _marks(
            key="id school_id attempt_key session_id corrected_key_id",
            who="pupil_id",
            says="quiz_id class_id year place share_was share_now score_was score_now passed_was passed_now at",
        ),
    ),
    "check_answer": Kept(
        "learn",
        _("同一个意思的两道题，你上课前和上课后、上课后和几周后各答得怎样。只看全班学会了多少，不算分。"),
        YEARS,
        "pupil_id",
        True,
        "nameless",
        _marks(
            key="id school_id session_id place revision_id",
            who="pupil_id",
            says="class_id year kind lesson_id was became asked_at",
        ),
    ),
    "makeup": Kept(
        "learn",
        _("你补学了哪节没来的课、答了什么。开门用的码不存原样。"),
        YEARS,
        "pupil_id",
        True,
        "rows",
        _marks(
            key="id school_id",
            who="pupil_id",
            says="session_id made_at taken_at answers done_at",
            secret="token_hash secret_hash",
            act="teacher_id",
        ),
    ),
    "absence": Kept(
        "learn",
        _("哪节安全课你没在，好补上。"),
        YEARS,
        "pupil_id",
        True,
        "nameless",
        _marks(key="id school_id", who="pupil_id", says="session_id noted_at"),
    ),
    "class_session": Kept(
        "record",
        _("哪位老师在哪个班上了哪节安全课。"),
        _("随课时台账保留 10 年"),
        "teacher_id",
        True,
        "stays",
        _marks(
            key="id school_id week lesson_revision_id quiz_revision_id quiz_mode state rehearsal slide seed join_code paused_at paused_ms "
            "touched_at taught_ms beat_at beat_run beat_ms trained trained_at checked checked_at checks core_only version",
            act="teacher_id",
            says="class_id year lesson_id carrier opened_at closed_at note minutes roll present",
        ),
    ),
    "remote": Kept(
        "record",
        _("课堂上哪台手机当过遥控器，照片怎样算正、卡片在画面哪里。扫码用的码不存原样，照片不存。"),
        _("下课时删除"),
        "teacher_id",
        False,
        "rows",
        _marks(
            key="id school_id session_id known asked",
            act="teacher_id",
            says="made_at taken_at ended_at",
            secret="token_hash secret_hash",
        ),
    ),
    "reminder": Kept(
        "record",
        _("哪位老师给哪个班做过 1530 安全提醒。"),
        _("3 年"),
        "teacher_id",
        True,
        "stays",
        _marks(
            key="id school_id", act="teacher_id", says="class_id year given_on format lesson_id started_at ended_at"
        ),
    ),
    "class_hour": Kept(
        "record",
        _("课时台账：只增不改。"),
        _("10 年"),
        "teacher_id",
        True,
        "stays",
        _marks(
            key="id school_id session_id week entered_at sign corrects_id cause instead_id",
            act="teacher_id",
            says="class_id year given_on begins lesson_id topic carrier minutes hours grade roll present reason day_reason apart",
        ),
    ),
    "assignment": Kept(
        "record",
        _("老师给班里布置了哪节课。"),
        _("10 年"),
        "assigned_by",
        True,
        "stays",
        _marks(
            key="id school_id",
            act="assigned_by",
            says="class_id year week lesson_id assigned_at withdrawn_at extra deployment_id",
        ),
    ),
    "lost_lesson": Kept(
        "record",
        _("哪位班主任记过：班里哪一周的安全课被占用了。"),
        _("10 年"),
        "noted_by",
        True,
        "stays",
        _marks(key="id school_id", act="noted_by", says="class_id year week_of noted_at"),
    ),
    "deployment": Kept(
        "record",
        _("谁往下部署了什么：一节课、一次活动、一条提醒或一次上报。"),
        _("10 年"),
        "set_by",
        False,
        "stays",
        _marks(
            key="id unit_id year kind title title_en lesson_id activity_id answer targets stages starts_on ends_on "
            "minutes schools classes teachers set_at job_id placed_to placed weekless ready_at withdrawn_at",
            act="set_by withdrawn_by",
        ),
    ),
    "return_answer": Kept(
        "record",
        _("谁代学校回答了一次上报。"),
        _("10 年"),
        "answered_by",
        False,
        "stays",
        _marks(key="id school_id deployment_id number text answered_at", act="answered_by"),
    ),
    "narration": Kept(
        "record",
        _("哪位老师读了短片的哪一句：名字照读的人自己写的，声音在本校放。"),
        STAFF_YEARS,
        "made_by",
        True,
        "rows",
        _marks(
            key="id school_id",
            who="made_by",
            says="lesson_id language scene says kind size sound reader licence made_at",
        ),
    ),
    "access_look": Kept(
        "record",
        _("哪位工作人员哪天看过哪个班的姓名。"),
        _("3 年"),
        "viewer_id",
        True,
        "stays",
        _marks(key="id school_id", act="viewer_id", says="subject day names"),
    ),
    "audit_entry": Kept(
        "record",
        _("谁做过重要的改动。环环相扣，改了看得出来；里面不写姓名。"),
        _("10 年，删去的那一段在链上写明"),
        "actor_id",
        False,
        "stays",
        _marks(key="id school_id seq link detail", act="actor_id", says="at action subject"),
    ),
    "erased_mark": Kept(
        "record",
        _("谁的信息已经删去：只存打乱后的记号，恢复旧备份时好再删一次。"),
        _("长期，里面没有姓名"),
        "",
        False,
        "stays",
        _marks(key="id at", secret="mark"),
    ),
    "job": Kept(
        "record",
        _("谁让服务器做过一件费时的事。"),
        _("90 天"),
        "asked_by",
        False,
        "stays",
        _marks(
            key="id kind payload state progress result asked_at started_at ended_at lease_until tries", act="asked_by"
        ),
    ),
    "export": Kept(
        "record",
        _("谁要过一份导出文件。文件一天后删除。"),
        _("1 年"),
        "asked_by",
        False,
        "stays",
        _marks(key="id school_id job_id kind arguments file expires_at", act="asked_by", says="asked_at"),
    ),
    "activity": Kept(
        "record",
        _("谁设了一次专题活动。"),
        _("10 年"),
        "set_by",
        False,
        "stays",
        _marks(
            key="id unit_id year title title_en topics stages starts_on ends_on set_at withdrawn_at draft ended_at version",
            act="set_by",
        ),
    ),
    "activity_record": Kept(
        "record",
        _("谁给班级记下了专题活动的一步：承诺签了几人、活动做了没有。没有学生的名字，也没有签名。"),
        _("10 年"),
        "recorded_by",
        False,
        "stays",
        _marks(
            key="id school_id class_id year activity_id step_id held_on present count counts note grade begun_at done_at "
            "withdrawn_at marks",
            act="recorded_by",
        ),
    ),
    "scheme_version": Kept(
        "record",
        _("谁拟了、谁公布了一版评分方案。"),
        _("10 年"),
        "made_by",
        False,
        "stays",
        _marks(
            key="id unit_id year number name name_en source state body origin edits made_at published_at",
            act="made_by published_by",
        ),
    ),
    "scheme_mark": Kept(
        "record",
        _("谁为学校的一项人工评分打了分。"),
        _("10 年"),
        "made_by",
        False,
        "stays",
        _marks(key="id school_id scheme_id side part points note made_at", act="made_by"),
    ),
    "snapshot": Kept(
        "record",
        _("谁准备了、谁签发了一份正式数据。里面只有单位的数字，没有学生的名字。"),
        _("10 年"),
        "made_by",
        False,
        "stays",
        _marks(
            key="id unit_id year number day kind scheme_id counting counted_at body digest state series_id corrects_id made_at "
            "signed_role signed_at appeals_until seal chain_seq chain_link",
            act="made_by signed_by",
        ),
    ),
    "appeal": Kept(
        "record",
        _("谁对一个正式数字提出了申诉、谁答复了。理由里不写学生的名字。"),
        _("10 年"),
        "made_by",
        False,
        "stays",
        _marks(
            key="id school_id snapshot_id series_id unit_id figure reason record made_at due_on state answer answered_at "
            "correction_id",
            act="made_by answered_by",
        ),
    ),
    "filing": Kept(
        "record",
        _("谁做了一份报送材料。里面是单位的数字，没有个人。"),
        _("10 年"),
        "made_by",
        False,
        "stays",
        _marks(key="id school_id unit_id kind year from_on until_on body digest made_at", act="made_by"),
    ),
    "plausibility_note": Kept(
        "record",
        _("班主任怎样说明本班的答卷是怎样答出来的。"),
        _("10 年"),
        "made_by",
        True,
        "stays",
        _marks(key="id school_id", act="made_by", says="class_id year causes text topics made_at"),
    ),
    "notice": Kept(
        "record",
        _("安学提醒过老师哪些事，看过没有。"),
        _("一年多一点（400 天）"),
        "user_id",
        True,
        "rows",
        _marks(
            key="id school_id recipient subject period week slot",
            who="user_id",
            says="unit_id rule details made_at read_at done_at",
        ),
    ),
    "notice_delivery": Kept(
        "record",
        _("哪条提醒另外发过邮件或群消息，结果怎样。"),
        _("一年多一点（400 天）"),
        "",
        False,
        "rows",
        _marks(
            key="id school_id notice_id channel hook_id key state tries next_at lease_until until said ended_at",
        ),
    ),
    "notice_hook": Kept(
        "record",
        _("群机器人的地址：单位的，或自己的。"),
        _("去掉时地址就删，其余留 400 天"),
        "user_id",
        False,
        "rows",
        _marks(
            key="id school_id unit_id kind made_at ended_at",
            who="user_id",
            says="name",
            secret="url secret",
            act="made_by",
        ),
    ),
    "notice_choice": Kept(
        "record",
        _("提醒要不要另外发到邮箱，自己填的邮箱。"),
        _("自己改掉就删；离岗后满 3 年删去姓名时一起删"),
        "user_id",
        True,
        "rows",
        _marks(key="id school_id", who="user_id", says="email confirmed_at by_email quiet off set_at"),
    ),
    "unit_setting": Kept(
        "record",
        _("谁为单位作了一项设定。"),
        _("被新的设定代替后 10 年"),
        "set_by",
        False,
        "stays",
        _marks(key="id unit_id name value from_on basis", act="set_by"),
    ),
    "rule_of_unit": Kept(
        "record",
        _("谁为单位定了一条规定。"),
        _("停用后 10 年"),
        "set_by",
        False,
        "stays",
        _marks(
            key="id unit_id measure topic period least stages first_grade last_grade from_on to_on sources document code set_at",
            act="set_by",
        ),
    ),
}


def exported(table: str) -> list[str]:
    """Columns of a table that the person gets in an export, in order."""
    return (
        [column for column, mark in TABLES[table].columns.items() if mark in ("says", "act")]
        if TABLES[table].export
        else []
    )
