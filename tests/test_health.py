def test_health_pages_answer(client_for):
    client = client_for(None)
    assert client.get("/healthz").json == {"ok": True}
    assert client.get("/readyz").json == {"ok": True}


def test_an_unknown_address_is_a_404_page(client_for):
    response = client_for(None).get("/nothing-here")
    assert response.status_code == 404
