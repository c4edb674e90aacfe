"""`flask unit`: how an empty install gets its first city and schools."""


def run(app, *words):
    return app.test_cli_runner().invoke(args=["unit", *words])


def test_a_city_a_district_and_a_school_are_added_from_the_top(app):
    assert run(app, "add", "city", "XH", "新河市").exit_code == 0
    assert run(app, "add", "district", "XH-BQ", "北区", "--parent", "XH").exit_code == 0
    done = run(app, "add", "school", "XH-BQ-1", "北区一小", "--parent", "XH-BQ", "--stages", "P1,P2,P3")
    assert done.exit_code == 0 and "北区一小: school XH-BQ-1 below 北区" in done.output
    assert "XH-BQ-1\tschool\t北区一小\tP1,P2,P3" in run(app, "list").output


def test_what_cannot_be_is_said_plainly(app):
    for words, said in [
        (("add", "school", "LJ-NEW", "新校", "--parent", "LJ-DC"), "say --stages of a school"),
        (("add", "school", "LJ-NEW", "新校", "--parent", "LJ-DC", "--stages", "P9"), "no stage 'P9'"),
        (("add", "school", "LJ-NEW", "新校", "--stages", "P1"), "a school stands below city or district"),
        (("add", "district", "LJ-DC", "又一个", "--parent", "LJ"), "already"),
        (("add", "district", "LJ-N", "新区", "--parent", "NOWHERE"), "no unit with code 'NOWHERE'"),
        (("add", "city", "N", "新市", "--stages", "P1"), "a city has no stages"),
        (("add", "city", "新 1", "新市"), "letters, digits or hyphens"),
        (("add", "city", "N" * 25, "新市"), "letters, digits or hyphens"),
        (("add", "city", "N", " "), "1 to 80 characters"),
        (("add", "city", "N", "新" * 81), "1 to 80 characters"),
        (("add", "class", "LJ-SY-1", "一(1)班", "--parent", "LJ-SY"), "made by the roster of its school"),
    ]:
        result = run(app, *words)
        assert result.exit_code == 1 and said in result.output, (words, result.output)


def test_a_unit_gets_another_name_and_keeps_its_code(app):
    done = run(app, "rename", "LJ-SY", "临江市实验小学")
    assert done.exit_code == 0 and "LJ-SY: 实验小学 → 临江市实验小学" in done.output
    assert "LJ-SY\tschool\t临江市实验小学" in run(app, "list").output


def test_a_unit_closes_when_nothing_stands_in_the_way(app):
    assert run(app, "add", "school", "LJ-OLD", "老校区", "--parent", "LJ-DC", "--stages", "P1").exit_code == 0
    assert "0 open units below, 0 pupils, 0 posts" in run(app, "close", "LJ-OLD").output
    assert "closed on" not in run(app, "list").output, "without --yes it only says what would happen"
    assert run(app, "close", "LJ-OLD", "--yes").exit_code == 0
    assert "老校区\tP1\tclosed on 2026-11-18" in run(app, "list").output


def test_what_stands_in_the_way_of_a_change_is_said(app):
    for words, said in [
        (("rename", "NOWHERE", "新名"), "no unit with code 'NOWHERE'"),
        (("rename", "LJ-SY-2024-2", "三班"), "named by its roster"),
        (("rename", "LJ-SY", "  "), "1 to 80 characters"),
        (("close", "LJ-DC", "--yes"), "close them first"),
        (("close", "LJ-SY-2024-2", "--yes"), "pupils on its roll"),
    ]:
        result = run(app, *words)
        assert result.exit_code == 1 and said in result.output, (words, result.output)
