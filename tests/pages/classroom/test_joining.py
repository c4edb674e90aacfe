"""A phone joins by the code on the screen."""

from __future__ import annotations

from eduplatform.pages.urls import public

from .conftest import JSON


def text(answer):
    return answer.get_data(as_text=True)


def test_scanning_shows_one_button_and_changes_nothing(room):
    token, client = room.token(), room.desk.app.test_client()
    for _ in range(2):
        page = text(client.get(f"/room/join/{token}"))
        assert "连上这节课" in page and token in page
    assert client.get("/room/state", headers=JSON).status_code == 404
    assert client.post("/room/join", data={"token": token}).location == "/room/"
    assert client.get("/room/").status_code == 200


def test_the_phone_is_bound_to_its_path_and_unreadable_by_scripts(room):
    answer = room.desk.app.test_client().post("/room/join", data={"token": room.token()})
    cookie = next(value for value in answer.headers.getlist("Set-Cookie") if value.startswith("room="))
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/room" in cookie


def test_pressing_twice_is_joining_once(room):
    token, client = room.token(), room.desk.app.test_client()
    assert [client.post("/room/join", data={"token": token}).status_code for _ in range(2)] == [303, 303]
    assert room.desk.get(f"/sessions/{room.number}/state").json["phones"] == 2


def test_a_used_code_is_refused_with_words(room):
    token = room.token()
    room.desk.app.test_client().post("/room/join", data={"token": token})
    answer = room.desk.app.test_client().post("/room/join", data={"token": token})
    assert answer.status_code == 409 and "这个码已经用过" in text(answer)


def test_an_old_code_is_refused_with_words(room, clock):
    token = room.token()
    clock.shift(16 * 60)
    answer = room.desk.app.test_client().post("/room/join", data={"token": token})
    assert answer.status_code == 409 and "放得太久" in text(answer)


def test_a_wrong_code_and_the_code_before_are_refused_alike(room):
    before = room.token()
    room.token()
    for token in (before, "1-nothing", "", "x" * 300):
        answer = room.desk.app.test_client().post("/room/join", data={"token": token})
        assert answer.status_code == 422 and "这个码不对" in text(answer)


def test_a_third_phone_is_told_how_to_change_phones(room):
    room.join()
    answer = room.desk.app.test_client().post("/room/join", data={"token": room.token()})
    assert answer.status_code == 422 and "已经连了 2 部手机" in text(answer)
    assert room.desk.script(f"/sessions/{room.number}/phones-away").status_code == 200
    assert room.desk.get(f"/sessions/{room.number}/state").json["phones"] == 0
    answer = room.phone.get("/room/")
    assert answer.status_code == 404 and "手机被断开" in text(answer)
    assert room.join().get("/room/").status_code == 200


def test_after_the_close_neither_code_nor_phone_is_good(room):
    token = room.token()
    room.desk.close(room.number)
    answer = room.desk.app.test_client().post("/room/join", data={"token": token})
    assert answer.status_code == 422 and "那节课已经结束" in text(answer)
    for answer in (
        room.phone.get("/room/"),
        room.phone.post("/room/turn", data={"place": 1, "was": 0}),
        room.phone.get("/room/roll"),
    ):
        assert answer.status_code == 404 and "没有连着课" in text(answer)
    assert room.phone.get("/room/state", headers=JSON).json["error"] == "room_left"


def test_the_screen_offers_the_code_only_where_pupils_answer_by_name(room):
    page = text(room.desk.get(f"/sessions/{room.number}/screen"))
    assert "data-phone-open" in page and 'data-phones="1"' in page
    room.desk.close(room.number)
    assert "data-phone-open" not in text(room.desk.get(f"/sessions/{room.desk.start('hands')}/screen"))


def test_without_scripts_the_code_is_a_page(room):
    page = text(room.desk.post(f"/sessions/{room.number}/phone"))
    assert "<title>连手机" in page and "/room/join/" in page


def test_a_server_for_this_computer_only_says_what_to_do(room):
    room.desk.app.config["HOST"] = "127.0.0.1"
    piece = room.desk.script(f"/sessions/{room.number}/phone").json["piece"]
    assert "HOST=0.0.0.0" in piece and "qr-code" not in piece


def test_the_code_holds_the_address_of_the_school_network(room, monkeypatch):
    from eduplatform.shared import lan_addresses

    room.desk.app.config["HOST"] = "0.0.0.0"
    monkeypatch.setattr(lan_addresses, "addresses", lambda: ["192.168.1.20", "10.0.0.7"])
    piece = room.desk.script(f"/sessions/{room.number}/phone").json["piece"]
    assert "http://192.168.1.20/room/join/" in piece and "打不开？换一个网址" in piece
    piece = room.desk.script(f"/sessions/{room.number}/phone", which=1).json["piece"]
    assert "http://10.0.0.7/room/join/" in piece
    monkeypatch.setattr(lan_addresses, "addresses", list)
    assert "手机现在打不开" in room.desk.script(f"/sessions/{room.number}/phone").json["piece"]


def test_an_address_in_the_settings_or_as_the_browser_came_wins(room):
    room.desk.app.config["PUBLIC_URL"] = "http://anxue.school.cn"
    assert "http://anxue.school.cn/room/join/" in room.desk.script(f"/sessions/{room.number}/phone").json["piece"]
    room.desk.app.config["PUBLIC_URL"] = ""
    with room.desk.app.test_request_context(base_url="http://10.1.2.3:5000"):
        assert public.public_url("/room/join/1-x") == "http://10.1.2.3:5000/room/join/1-x"


def test_addresses_of_this_machine_are_found_without_a_network_beyond_it():
    from eduplatform.shared import lan_addresses

    assert all(not lan_addresses.is_here_only(one) for one in lan_addresses.addresses())
    assert [lan_addresses.is_here_only(one) for one in ("localhost", "127.0.0.1", "[::1]", "10.0.0.2", "anxue.cn")] == [
        True,
        True,
        True,
        False,
        False,
    ]
