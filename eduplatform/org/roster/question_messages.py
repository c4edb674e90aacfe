"""Every question of `questions.py` in Chinese and English: the sentence, and for each choice what it does. A test holds both together."""

from __future__ import annotations

from dataclasses import dataclass

Pair = tuple[str, str]


@dataclass(frozen=True)
class Words:
    """`choices` {code: (Chinese, English)}; a choice `p` words p1, p2 … and "" words bare figures,
    with {this}, the value under the choice's name. `reason`: why a line stands on the sheet `people`. `by_line`: the choices where
    there are several lines, if they are others; `ticks`: what a tick before a line says, if it is not TICKS."""

    sentence: Pair
    choices: dict[str, Pair]
    reason: Pair | None = None
    by_line: dict[str, Pair] | None = None
    ticks: Pair | None = None


TICKS: Pair = (
    "先看一遍。个别不一样的，在前面打勾：打勾的按另一种算。",
    "Read through them. Tick the few that differ: for them the other answer counts.",
)

RENAMED: Pair = (
    "是同一个孩子：改名字，账号和学习记录照旧",
    "The same child: change the name, keep the account and the record",
)
REPLACED: Pair = ("不是：原来的孩子离开了，这是新来的", "No: that child has left, this is a new one")
NONE_BUT_TICKED: Pair = (
    "看过了：没打勾的都不是，原来的孩子离开了，这是新来的",
    "I have looked: those not ticked are other children; the former ones have left, these are new",
)
TICK_RENAMED: Pair = (
    "一个一个看：是同一个孩子、改了名字的，在前面打勾。",
    "Look at each: tick those who are the same child with another name.",
)

QUESTIONS: dict[str, Words] = {
    "school_year": Words(
        (
            "现在正是换学年的时候。这份名册是哪个学年的？",
            "It is the time between two school years. Which school year is this list for?",
        ),
        {"": ("{this} 学年", "School year {this}")},
    ),
    "people": Words(
        (
            "有 {count} 名学生要你看一眼：箭头两边是同一个孩子吗？",
            "Please look at these pupils ({count}): is it the same child on both sides of the arrow?",
        ),
        {
            "same": (
                "是同一个孩子：接着用原来的账号和学习记录",
                "The same child: the account and the record go on",
            ),
            "others": (
                "不是：新建账号，原来的记录不动；同名分不清的再问你是哪一个",
                "Another child: a new account, the old record stays; where several bear the name you are asked which",
            ),
        },
    ),
    "numbers": Words(
        (
            "同一个学号，名字不一样（{count} 人）。是同一个孩子改了名字吗？",
            "The same number, another name (pupils: {count}). Is it the same child with another name?",
        ),
        {"yes": RENAMED, "no": REPLACED},
        by_line={"no": NONE_BUT_TICKED},
        ticks=TICK_RENAMED,
    ),
    "rename": Words(
        (
            "同一个学号，名字只差一个字（{count} 人）。是同一个孩子，名字改了一个字吗？",
            "The same number, and one other character in the name (pupils: {count}). Is it the same child with a corrected name?",
        ),
        {"yes": RENAMED, "no": REPLACED},
        reason=("名字只差一个字", "One other character in the name"),
        by_line={"no": NONE_BUT_TICKED},
        ticks=TICK_RENAMED,
    ),
    "moved": Words(
        (
            "{target}的名册上有 {count} 个名字，系统里在{source}。是转班过来的，还是同名的别的孩子？",
            "Names in the list of {target} that are now in {source}: {count}. Did they change class, or are they other children of the same name?",
        ),
        {
            "moved": ("是转班：带着原来的账号和学习记录过来", "They changed class: account and record go with them"),
            "others": (
                "是同名的别的孩子：新建账号，原来的记录不动",
                "Other children: new accounts, the old records stay untouched",
            ),
        },
        reason=("换了班级", "Now in another class"),
    ),
    "other_sex": Words(
        (
            "下面的名字对得上，性别对不上（{count} 人）。是同一个孩子，还是同名的别的孩子？",
            "The name fits, the sex does not (pupils: {count}). The same child, or another one of that name?",
        ),
        {
            "same": ("是同一个孩子：原来的性别写错了", "The same child: the sex was wrong before"),
            "others": ("是同名的别的孩子：新建账号", "Another child: a new account"),
        },
        reason=("性别对不上", "The sex differs"),
    ),
    "other_number": Words(
        (
            "下面的名字对得上，学号对不上（{count} 人）。是同一个孩子，还是同名的别的孩子？",
            "The name fits, the student number does not (pupils: {count}). The same child, or another one of that name?",
        ),
        {
            "same": ("是同一个孩子：学号换了", "The same child: the number has changed"),
            "others": ("是同名的别的孩子：新建账号", "Another child: a new account"),
        },
        reason=("学号对不上", "The student number differs"),
    ),
    "other_name": Words(
        (
            "下面的学号对得上，名字对不上（{count} 人）。是同一个孩子改了名字，还是学号给了别的孩子？",
            "The student number fits, the name does not (pupils: {count}). The same child with a new name, or was the number given to another child?",
        ),
        {
            "same": (
                "是同一个孩子：改名字，账号和学习记录照旧",
                "The same child: change the name, keep the account and the record",
            ),
            "others": (
                "是别的孩子：原来的孩子离开了，这是新来的",
                "Another child: the first has left, this is a new one",
            ),
        },
        reason=("名字整个不一样", "Quite another name"),
        by_line={"others": NONE_BUT_TICKED},
        ticks=TICK_RENAMED,
    ),
    "which": Words(
        (
            "学校里叫“{name}”的不止一个，光看名册分不清。名册上的“{where}”是哪一个？",
            "More than one child may be “{name}”, and the list does not tell which. Who is “{where}” of the list?",
        ),
        {"p": ("原来的“{this}”", "“{this}” of before"), "new": ("都不是，是新来的", "None of them: a new child")},
    ),
    "namesakes": Words(
        (
            "学校里同名的不止一个，光看名册分不清（{count} 人）。我们先这样认，箭头两边是同一个孩子吗？",
            "Several pupils bear these names, and the list does not tell who is who ({count}). This is the likeliest: is it the same child on both sides of the arrow?",
        ),
        {
            "same": ("是同一个孩子：接着用原来的账号和学习记录", "The same child: the account and the record go on"),
            "others": ("不是：再问我是哪一个", "No: ask me which one it is"),
        },
        reason=("同名的不止一个，先这样认", "Several of this name; the likeliest"),
    ),
    "returned": Words(
        (
            "有 {count} 个新名字和离开的学生同名。是回来了，还是同名的别的孩子？",
            "New names that pupils who left also bore: {count}. Have they come back, or are they other children?",
        ),
        {
            "yes": ("是回来了：接上原来的账号和学习记录", "They are back: they get their old account and record"),
            "no": ("是别的孩子：新建账号", "Other children: new accounts"),
        },
        reason=("以前离开过", "Had left"),
    ),
    "twice": Words(
        (
            "有 {count} 个新名字，同一个年级的两个班里都写着。是同名的不同孩子，还是一个孩子写了两次？",
            "New names that stand in two classes of one grade: {count}. Different children of one name, or one child written twice?",
        ),
        {
            "others": ("是不同的孩子：各建各的账号", "Different children: an account for each"),
            "same": ("是一个孩子写了两次：我去改文件", "One child written twice: I will mend the file"),
        },
    ),
    "elsewhere": Words(
        (
            "本校别的班也有叫这些名字的学生（{count} 人）。是转到你班来的，还是同名的别的孩子？",
            "Other classes of this school also have pupils of these names ({count}). Did they move to your class, or are they other children?",
        ),
        {
            "others": ("是同名的别的孩子：新建账号", "Other children: new accounts"),
            "moved": (
                "是转来的：要请学校安全管理员办转班",
                "They moved: the school's safety officer has to transfer them",
            ),
        },
    ),
    "upheaval": Words(
        (
            "有 {count} 个班会有一半以上的学生离开或换掉（下面是现在的人数和留下的人数）。真是这样吗？",
            "Classes that would lose or exchange over half of their pupils: {count} (below: pupils now → pupils who stay). Is that right?",
        ),
        {
            "yes": ("是这样，照名册改", "Yes, follow the list"),
            "no": ("不对，先不导入，我去核对文件", "No, import nothing, I will check the file"),
        },
    ),
    "teacher_twice": Words(
        (
            "{target}的班主任都写着“{name}”。是一位老师，还是几位同名的老师？",
            "“{name}” is written as homeroom teacher of {target}. One person, or several of the same name?",
        ),
        {
            "one": ("是一位老师，带这几个班：一个账号", "One person who leads all of them: one account"),
            "several": ("是几位同名的老师：每班一个账号", "Several persons: an account for each class"),
        },
    ),
    "teacher_leads": Words(
        (
            "{target}的班主任写着“{name}”，{source}的班主任也叫“{name}”。是同一位老师吗？",
            "“{name}” is written as homeroom teacher of {target}; the homeroom teacher of {source} has that name too. The same person?",
        ),
        {
            "same": ("是同一位，带这几个班", "The same person, who leads all of them"),
            "other": ("不是，是同名的另一位：新建账号", "No, another person: a new account"),
        },
    ),
    "teacher_known": Words(
        (
            "{target}的班主任写着“{name}”，学校里已有一位“{name}”。是同一位吗？",
            "“{name}” is written as homeroom teacher of {target}, and there is a “{name}” among the staff. The same person?",
        ),
        {
            "same": ("是同一位：用原来的账号", "The same person: use that account"),
            "other": ("不是，是同名的另一位：新建账号", "No, another person: a new account"),
        },
    ),
    "teacher_which": Words(
        (
            "{target}的班主任写着“{name}”，学校里有 {count} 位同名的老师。是哪一位？",
            "“{name}” is written as homeroom teacher of {target}; members of staff of that name: {count}. Which one?",
        ),
        {
            "p": ("原来的那位：{this}", "The one of {this}"),
            "new": ("都不是，是新来的：新建账号", "None of them: a new account"),
        },
    ),
    "hidden_rows": Words(
        (
            "工作表“{sheet}”有 {count} 行学生是隐藏的（第 {lines} 行）。要导入吗？",
            "Sheet “{sheet}” has hidden lines with pupils: {count} (lines {lines}). Bring them in?",
        ),
        {
            "leave": ("不导入：隐藏的就是不要的", "No, they were hidden because they do not belong"),
            "keep": ("要导入：只是没有显示", "Yes, they are only out of sight"),
        },
    ),
    "filtered_rows": Words(
        (
            "工作表“{sheet}”开着筛选，有 {count} 行学生被筛掉了（第 {lines} 行）。要导入吗？",
            "A filter is on in sheet “{sheet}”; lines filtered out: {count} (lines {lines}). Bring them in?",
        ),
        {
            "leave": ("不导入：只要看得见的", "No, only what can be seen"),
            "keep": ("要导入：整张表都要", "Yes, the whole sheet"),
        },
    ),
    "status": Words(
        (
            "名册上有 {count} 名学生注明“{status}”。他们现在还在班里吗？",
            "Pupils marked “{status}” in the list: {count}. Are they in the class now?",
        ),
        {
            "leave": ("不在：不导入这些行", "No, leave these lines out"),
            "keep": ("在班里：照常导入", "Yes, bring them in"),
        },
    ),
    "remarks": Words(
        (
            "有 {count} 个姓名旁边还写着别的（职务、记号、数字）。去掉，只留姓名吗？",
            "Names with something else beside them (duties, marks, digits): {count}. Drop it and keep the name?",
        ),
        {
            "drop": ("去掉，按箭头后面的姓名导入", "Drop it, take the name after the arrow"),
            "stop": ("不去掉：我去改文件", "No, I will mend the file"),
        },
    ),
    "class_grade": Words(
        ("“{text}”是几年级的班？名册上看不出来。", "Which grade is class “{text}” in? The list does not tell."),
        {"": ("{this}的班", "A class of {this}"), "K": ("{this}的班", "A class of {this}")},
    ),
    "class_running": Words(
        (
            "“{text}”这样的班级和年级对不上。是按全校顺序排的班名，还是写错了？",
            "Classes such as “{text}” do not fit their grades. Are they names that count through the whole school, or mistakes?",
        ),
        {
            "label": (
                "是班名：照名册上的叫法，年级以“年级”一列为准",
                "They are names: keep them, the grade is that of the grade column",
            ),
            "stop": ("写错了：我去改文件", "Mistakes: I will mend the file"),
        },
    ),
    "single_class": Words(
        (
            "名册上只写了年级，没有班号（下面是人数）。每个年级是不是只有一个班？",
            "The list gives grades without class numbers (below: pupils). Has each grade one class only?",
        ),
        {
            "yes": ("是，每个年级一个班：记作 1 班", "Yes, one class each: number 1"),
            "stop": ("不是：我去补上班号", "No: I will add the numbers"),
        },
    ),
}
