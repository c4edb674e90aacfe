"""The sample that the other tests break is itself without fault."""

from eduplatform.curriculum.check import check_package
from eduplatform.curriculum.package import CoursePackage


def test_the_sample_has_no_problems(course, facts, taxonomy):
    package, problems = check_package(course, facts, taxonomy)
    assert problems == []
    assert package.slug == "fire/p2-sample"
    assert [slide.minutes for slide in package.lessons[0].slides] == [5] * 8


def test_a_package_survives_its_json(course, facts, taxonomy):
    package, _ = check_package(course, facts, taxonomy)
    assert CoursePackage.model_validate(package.model_dump(mode="json")) == package


def test_slides_carry_safe_html(course, facts, taxonomy):
    package, _ = check_package(course, facts, taxonomy)
    assert package.lessons[0].slides[1].body_html == "<ul><li>有烟\uff0c<strong>低</strong>下来</li></ul>"
    assert '<p class="ask">烟在上面还是下面\uff1f</p>' in package.lessons[0].slides[1].notes_html
