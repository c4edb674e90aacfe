"""Sentences of what can be refused at the studio desk: what happened and what to do."""

from __future__ import annotations

from ..messages import add
from ..web.locale import lazy_gettext as _l

MESSAGES = {
    "narration_empty": _l("还没有录音。请先录一句，或选一个录音文件，再存。"),
    "narration_reader": _l("请写上是谁读的。"),
    "narration_licence": _l("请先勾选“读的人同意”，再存。"),
    "narration_scene": _l("短片刚换了版本，没有这一句了。请刷新页面再录。"),
    "narration_too_big": _l("一句录音最多 %(kilobytes)s KB。请只读这一句，或换成手机、浏览器录的声音。"),
    "narration_kind": _l(
        "这个文件不是能放的录音。只收 .m4a（AAC）、.webm 和 .opus（Opus）；mp3、wav 请在这一页直接录。"
    ),
    "narration_full": _l("一部短片一种语言的录音合起来最多 %(megabytes)s MB。请把长的重新录短些。"),
}
add(MESSAGES)
