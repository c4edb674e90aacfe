"""Checks the files of a lesson: pictures used and present, SVG harmless, video complete."""

from pathlib import Path

from .check_context import CheckContext
from .check_poses import check_poses
from .check_stops import check_stops
from .check_svg import svg_faults
from .check_voices import check_voices
from .limits import VIDEO_BYTES
from .package import MediaFile, Storyboard, Video, media_file
from .question import Aloud, Quiz
from .schema import read_yaml_file, validate

VIDEO_FILES = ("video.mp4", "zh.vtt", "en.vtt", "poster.jpg")


def check_pictures(lesson: Path, place: CheckContext) -> list[MediaFile]:
    """Every picture named is there, every picture there is named and harmless (`media/src/` holds sources)."""
    there = {f"media/{path.name}": path for path in sorted((lesson / "media").glob("*")) if path.is_file()}
    used = {use.src for use in place.pictures}
    for src, file, line, _ in place.pictures:
        if src.startswith("media/") and src not in there:
            place.report.error(file, line, f"找不到图片 {src};请放进本课时的 media 文件夹,或改对名字")
    found = []
    for src, path in there.items():
        if path.suffix != ".svg":
            place.report.error(path, 1, "media 文件夹只收 .svg 图片(底稿放 media/src)")
            continue
        if src not in used:
            place.report.error(path, 1, "没有一处用到这幅图;请用上或删去")
        source = path.read_bytes()
        for line, reason in svg_faults(source):
            place.report.error(path, line, reason)
        found.append(media_file(src, source))
    check_poses(lesson, place.pictures, place)
    return found


def check_video(
    lesson: Path, place: CheckContext, quiz: Quiz | Aloud | None = None
) -> tuple[Video | None, list[MediaFile]]:
    """The skill video of a lesson, if it has one; the questions it stops for may be those of the quiz."""
    file = lesson / "video" / "storyboard.yaml"
    if not file.is_file():
        return None, []
    document = read_yaml_file(file, place.report)
    board: Storyboard | None = validate(Storyboard, document, file, place.report)
    if board is None or document is None:
        return None, []
    place.report.met(board.uuid, file, document.line("uuid"))
    place.cite(board.facts, "pupil", file, document.line("facts"))
    for index, scene in enumerate(board.scenes):
        place.cite(scene.facts, "pupil", file, document.line("scenes", index, "facts"))
    facts = dict.fromkeys([*board.facts, *(fact for scene in board.scenes for fact in scene.facts)])
    sentences = {
        language: {scene.id: getattr(scene.say, language) for scene in board.scenes} for language in ("zh", "en")
    }
    voices, recordings = check_voices(file.parent, sentences, place)
    video = Video(
        uuid=board.uuid,
        title=board.title,
        seconds=round(sum(scene.seconds for scene in board.scenes), 2),
        transcript=[scene.say for scene in board.scenes],
        facts=list(facts),
        voices=voices,
        scenes=[scene.id for scene in board.scenes],
        stops=check_stops(board, quiz, document, file, place),
    )
    files = _video_files(file, place)
    return (video, [*files, *recordings]) if len(files) == len(VIDEO_FILES) else (None, [])


def _video_files(board: Path, place: CheckContext) -> list[MediaFile]:
    found = []
    for name in VIDEO_FILES:
        path = board.parent / name
        if not path.is_file():
            place.report.warn(board, 1, f"缺少 video/{name},这段视频先不发布;请渲染视频")
            continue
        source = path.read_bytes()
        if name == "video.mp4" and len(source) > VIDEO_BYTES:
            place.report.error(
                path, 1, f"视频 {len(source) / 1048576:.1f} MB,超过 {VIDEO_BYTES // 1048576} MB;请降低码率"
            )
        if name.endswith(".vtt") and not source.lstrip(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
            place.report.error(path, 1, "字幕文件第一行要是 WEBVTT")
        found.append(media_file(f"video/{name}", source))
    return found
