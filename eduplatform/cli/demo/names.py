"""Names as Chinese classrooms have them: common surnames, fashionable given names, same names, rare characters."""

from __future__ import annotations

from random import Random

SURNAMES = (
    "王" * 14
    + "李" * 14
    + "张" * 13
    + "刘" * 11
    + "陈" * 9
    + "杨" * 6
    + "黄" * 5
    + "赵" * 5
    + "周" * 5
    + "吴" * 5
    + "徐" * 4
    + "孙" * 4
    + "马" * 3
    + "胡" * 3
    + "朱" * 3
    + "郭" * 3
    + "何" * 3
    + "高" * 2
    + "林" * 2
    + "罗" * 2
    + "郑" * 2
    + "梁" * 2
    + "谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱"
)
DOUBLE = ("欧阳", "上官", "司马", "尉迟")
GIVEN = {
    "m": [
        "浩宇",
        "子轩",
        "宇轩",
        "浩然",
        "梓豪",
        "俊杰",
        "子墨",
        "宇航",
        "皓轩",
        "博文",
        "思远",
        "明哲",
        "一鸣",
        "天佑",
        "嘉懿",
        "泽宇",
        "奕辰",
        "沐宸",
        "铭泽",
        "峻熙",
        "晨曦",
        "文博",
        "志强",
        "建国",
        "伟",
        "磊",
        "强",
        "晨",
        "睿",
        "昊",
        "然",
        "帆",
        "子涵",
        "梓睿",
    ],
    "f": [
        "梓涵",
        "欣怡",
        "诗涵",
        "雨桐",
        "一诺",
        "可馨",
        "思琪",
        "佳琪",
        "雨欣",
        "紫涵",
        "若曦",
        "语桐",
        "芷若",
        "静怡",
        "婉婷",
        "晓彤",
        "心怡",
        "梦洁",
        "依诺",
        "沐瑶",
        "清妍",
        "书瑶",
        "乐怡",
        "苒",
        "萱",
        "婷",
        "颖",
        "悦",
        "琳",
        "丹",
        "子涵",
        "雨萱",
        "安然",
    ],
}
RARE = ("𬍤", "喆", "犇", "燚", "垚", "翀", "骉", "彧", "祎", "珺", "淏", "炘")
MINORITY = ("阿依古丽·买买提", "巴特尔·其木格", "卓玛·央金")


def pupil_name(random: Random) -> tuple[str, str]:
    """(name, sex). About one in ninety has a rare character, one in four hundred a double surname or a dotted name."""
    sex = random.choice("mf")
    chance = random.random()
    if chance < 0.0015:
        return random.choice(MINORITY), "f"
    surname = random.choice(DOUBLE) if chance < 0.004 else random.choice(SURNAMES)
    given = random.choice(GIVEN[sex])
    if random.random() < 0.011:
        given = random.choice(("", random.choice("子思嘉明"))) + random.choice(RARE)
    return surname + given, sex


def teacher(random: Random) -> str:
    """A teacher's name of an older fashion."""
    given = [
        "丽华",
        "建军",
        "秀英",
        "海燕",
        "志刚",
        "春梅",
        "晓东",
        "红霞",
        "国庆",
        "雪梅",
        "文静",
        "永强",
        "玉兰",
        "卫东",
        "小芳",
        "立新",
        "桂芳",
        "明辉",
        "雅琴",
        "少华",
        "美玲",
        "振华",
        "冬梅",
        "学文",
        "丽娟",
        "宏伟",
        "燕",
        "敏",
        "静",
        "军",
        "勇",
        "洁",
    ]
    return random.choice(SURNAMES) + random.choice(given)
