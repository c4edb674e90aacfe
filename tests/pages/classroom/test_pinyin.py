"""Pinyin on the class screen: off for grade 3, on when this class wants it, on the next piece of page too, and only for this class."""


def _page(desk, path: str) -> str:
    return desk.client.get(path).get_data(as_text=True)


def test_a_class_screen_keeps_the_choice_for_its_class(room):
    screen = f"/teacher/sessions/{room.number}/screen"
    page = _page(room.desk, screen)
    assert "<ruby>" not in page
    class_id = page.split('name="class_id" value="')[1].split('"')[0]
    room.desk.client.post("/pinyin", data={"to": "on", "class_id": class_id, "next": screen})
    assert "<ruby>" in _page(room.desk, screen)
    assert "<ruby>" in _page(room.desk, f"/teacher/sessions/{room.number}/steps/0")
    assert "<ruby>" in _page(room.desk, f"/teacher/sessions/{room.number}/training")
    assert "<ruby>" not in _page(room.desk, f"/teacher/sessions/{room.number}")  # the teacher's own page
    room.desk.client.post("/pinyin", data={"to": "on", "class_id": str(int(class_id) + 1), "next": screen})
    room.desk.client.post("/pinyin", data={"to": "off", "class_id": class_id, "next": screen})
    assert "<ruby>" not in _page(room.desk, screen)
