def test_x(hall):
    import time
    from collections import Counter
    cells=list(hall.cells())
    print(len(cells), Counter(c.endpoint for c in cells).most_common(60))
    print({k:len(v) for k,v in hall.world.things.items()}, len(hall.world.actors))
    t=time.perf_counter()
    hall.restore()
    print("restore", time.perf_counter()-t)
    assert 0
