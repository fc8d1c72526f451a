"""Two people at the same moment: acts in threads, each in a transaction of its own."""

import threading

LONGEST = 60


def at_once(fresh_database, acts, refusals=()):
    """Run each act with a session of its own and commit it; return what went wrong.

    They all begin together. One of `refusals` may be raised: then nothing of that act is kept.
    """
    start, problems = threading.Barrier(len(acts)), []

    def run(act):
        with fresh_database.session() as session:
            start.wait(LONGEST)
            try:
                act(session)
                session.commit()
            except refusals:
                session.rollback()
            except BaseException as problem:  # a thread must tell the test
                problems.append(problem)

    threads = [threading.Thread(target=run, args=(act,), daemon=True) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONGEST)
    assert not any(thread.is_alive() for thread in threads)
    return problems
