"""Sentences of what a phone in the classroom can be refused: what happened and what to do."""

from __future__ import annotations

from ..messages import add, message
from ..web.locale import gettext as _
from ..web.locale import lazy_gettext as _l

MESSAGES = {
    "remote_used": _l("这个码已经用过，或放得太久了。请在大屏上点“连手机”换一个新码，再扫一次。"),
    "remote_unknown": _l("这个码不对，或那节课已经结束。请扫大屏上现在显示的码。"),
    "remote_full": _l("已经连了 %(most)s 部手机，不能再连。要换手机，请先在大屏上点“连手机”，再点“断开手机”。"),
    "room_left": _l("这部手机没有连着课：课已经结束，或手机被断开了。记下的都在，要接着用，请扫大屏上的码。"),
    "vote_closed": _l("这道题已经揭晓，这次的没有记入。之前记下的都在；要改某个人，点他的名字。"),
    "photo_turned": _l("照片像是横着或倒着拍的，字母认不准，所以没有记。请把手机拿正，举到和卡差不多高，再拍一张。"),
    "photo_mirrored": _l(
        "照片是左右反的，卡片认不出来，所以没有记。请关掉相机的“镜像”（自拍常会打开），用后面的镜头再拍一张。"
    ),
    "photo_not_waiting": _l("这张照片已经处理过了。要是人数不对，再拍一张就行。"),
    "bad_photo_key": _l("这张照片没有传完整，请重新拍一张。"),
    "no_twin": _l("这道题没有同类的题可以再问，可以翻回那一页再讲一遍。"),
    "photo_empty": _l("没有收到照片。请点“拍照”，拍好后按“使用照片”。"),
    "photo_heic": _l("这是 HEIC 格式的照片，这里读不了。请在手机“设置—相机—格式”里选“兼容性最佳”，再拍一张。"),
    "photo_kind": _l("这不是照片。请直接用“拍照”，或选一张 JPG 照片。"),
    "photo_too_small": _l("照片太小（短边不到 %(pixels)s 像素），看不清卡片。请用相机原图，不要用缩略图。"),
    "photo_corrupt": _l("照片损坏了，打不开。请再拍一张。"),
    "photo_other_lesson": _l("这张照片是另一节课拍的，没有记入。"),
    "photo_busy": _l("正在读别的照片，几秒后会自动再传。"),
}
add(MESSAGES)


@message("photo_too_big")
def _photo_too_big(megabytes: int, megapixels: int) -> str:
    return _(
        "照片太大（最多 %(mb)s MB、%(mp)s 百万像素）。请在相机里选普通画质，再拍一张。", mb=megabytes, mp=megapixels
    )


@message("photo_kind_too_big")
def _photo_kind_too_big(kind: str, megapixels: int) -> str:
    return _(
        "%(kind)s 格式最多 %(mp)s 百万像素，这张太大了。请直接用“拍照”，或选一张 JPG 照片。", kind=kind, mp=megapixels
    )


@message("photo_upload_too_big")
def _photo_upload_too_big(megabytes: int) -> str:
    return _("照片超过 %(mb)s MB，没有收下。请在相机里选普通画质，再拍一张。", mb=megabytes)
