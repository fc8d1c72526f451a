import time, cProfile, pstats
def test_cost(make, browse, app):
    make.need()
    t=time.process_time(); [make.need() for _ in range(20)]; print("need", (time.process_time()-t)/20*1000,"ms")
    t=time.process_time(); [make.person() for _ in range(20)]; print("person", (time.process_time()-t)/20*1000,"ms")
    browse.visit("/needs")
    t=time.process_time(); [browse.visit("/needs") for _ in range(10)]; print("visit", (time.process_time()-t)/10*1000,"ms")
    t=time.process_time(); [app.test_client().get("/needs", base_url="http://localhost:8123") for _ in range(10)]; print("bare", (time.process_time()-t)/10*1000,"ms")
    p=cProfile.Profile(); p.enable()
    for _ in range(10): browse.visit("/needs/")
    p.disable(); pstats.Stats(p).sort_stats("cumtime").print_stats(28)
import pytest
@pytest.mark.parametrize("i", range(20))
def test_empty(session, i): session.connection()
@pytest.mark.parametrize("i", range(20))
def test_empty_browse(browse, i): pass
def test_fresh(fresh_database): pass
