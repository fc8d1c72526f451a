"""The real site, crawled as everybody: every parameter attacked, and nothing changed by looking."""

from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

import pytest

from app.foundation.access import Role
from tests.architecture.source import complain
from tests.attacks.place import raw
from tests.page_checks import parse_page
from tests.permissions.walker import everything

X = '"><img src=x onerror=alert(1)>'
PAYLOADS = (X, "'><svg/onload=alert(1)>", "{{1337*1337}}", "a\r\nSet-Cookie: a=b")
MOST_PAGES = 120
# What a page may take from its address though no link carries it.
ALSO = ("page", "sort", "order", "lang", "version", "q", "area", "after", "before", "theme", "done")
# What looking may move: none. Whoever adds bookkeeping on GET names its table here and says why.
BOOKKEEPING: frozenset[str] = frozenset()


def crawl(somebody):
    """Return the path of every page that links and forms lead to, with its parameters."""
    found, waiting = {}, ["/"]
    while waiting and len(found) < MOST_PAGES:
        path, _mark, query = waiting.pop(0).partition("?")
        found.setdefault(path, set()).update(name for name, _value in parse_qsl(query))
        answer = somebody.get(f"{path}?{query}" if query else path)
        assert answer.status_code < 500, f"{path} broke"
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        tree = parse_page(answer.text)
        for link in tree.all("a"):
            to = urlsplit(urljoin(path, link.get("href") or ""))
            new = {name for name, _value in parse_qsl(to.query)}
            is_ours = not to.netloc and not to.path.startswith("/static/") and to.scheme == ""
            if is_ours and (to.path not in found or not new <= found[to.path]):
                found.setdefault(to.path, set()).update(new)
                waiting.append(to.path + (f"?{to.query}" if to.query else ""))
        for form in tree.all("form"):
            if (form.get("method") or "").lower() == "get":
                names = {each.get("name") for each in form.iter() if each.get("name")}
                found.setdefault(form.get("action") or path, set()).update(names)
    return found


def everybody(real):
    writer = real.participant(real.examples.writer_as_actor)
    staff = {role.value: real.signed_in(role) for role in Role}
    member = real.member(f"crawler-{real.kind}@post.example")
    return {"visitor": real.visitor(), "writer": writer, "member": member, **staff}


def attacks_on(pages):
    """Return every address with each payload in each parameter and in each part of the path."""
    for path, names in pages.items():
        for payload in PAYLOADS:
            for name in sorted(names):
                yield f"{path}?{urlencode({name: payload})}", payload
            others = dict.fromkeys(sorted({*ALSO} - names), payload)
            yield f"{path}?{urlencode(others)}", payload
            parts = path.strip("/").split("/")
            for at, _part in enumerate(parts):
                filled = [*parts[:at], quote(payload, safe=""), *parts[at + 1 :]]
                yield "/" + "/".join(filled), payload


def route_of(real, path):
    routes = real.app.url_map.bind("localhost")
    return routes.match(path, return_rule=True)[0].rule if routes.test(path) else path


def one_of_each(real, pages):
    """Return one page of each route, with every parameter that any page of the route takes."""
    chosen, names = {}, {}
    for path, taken in sorted(pages.items()):
        route = route_of(real, path)
        chosen[route] = path
        names.setdefault(route, set()).update(taken)
    return {path: frozenset(names[route]) for route, path in chosen.items()}


def wrong_in(answer, payload):
    if answer.status_code >= 500:
        return f"broke with {answer.status_code}"
    if "a" in answer.cookies or "\n" in answer.headers.get("Location", ""):
        return "let a header in"
    if "1787569" in answer.text:
        return "worked out what was sent as a template"
    if payload in (X, PAYLOADS[1]) and payload in answer.text:
        return "showed it as it came"
    if answer.headers.get("Location", "").startswith(("http", "//")):
        return f"led away to {answer.headers['Location']}"
    return ""


@pytest.mark.slow
def test_t02_no_parameter_of_any_page_lets_code_in(real):
    seen, wrong, sent = set(), [], 0
    for who, somebody in everybody(real).items():
        pages = crawl(somebody)
        assert len(pages) > 20, f"{who} saw {sorted(pages)}: the crawl found too little."
        # One address of each route is attacked, by whoever saw it first.
        new = one_of_each(real, pages)
        new = {path: new[path] for path in new if (route_of(real, path), *new[path]) not in seen}
        seen |= {(route_of(real, path), *names) for path, names in new.items()}
        for address, payload in attacks_on(new):
            sent += 1
            fault = wrong_in(somebody.get(address), payload)
            wrong += [f"{address} for {who} {fault}"] if fault else []
    assert sent > 500
    complain("What stands in an address is shown escaped, or is a broken link.", wrong)


def test_t02_a_line_break_in_an_address_splits_no_header(real):
    for path in ("/needs/?area=a%0d%0aSet-Cookie:a=b", "/%0d%0aSet-Cookie:a=b", "//evil.example/"):
        status, headers, _body = raw(real.address, path)
        assert status < 500
        assert headers.get("Set-Cookie") is None
        assert not (headers.get("Location") or "").startswith(("//", "http://evil"))


@pytest.mark.slow
def test_t16_looking_changes_nothing(real):
    """GET, HEAD and OPTIONS over the whole crawl, as everybody who can sign in."""
    people = everybody(real)
    pages = {who: one_of_each(real, crawl(somebody)) for who, somebody in people.items()}
    with real.engine.connect() as connection:
        before = everything(connection)
    wrong = []
    for who, somebody in people.items():
        for path in pages[who]:
            for method in ("GET", "HEAD", "OPTIONS"):
                answer = somebody.web.request(
                    method, real.address + path, allow_redirects=False, timeout=30
                )
                if answer.status_code >= 500:
                    wrong.append(f"{method} {path} for {who}: {answer.status_code}")
    with real.engine.connect() as connection:
        after = everything(connection)
    changed = {name for name, rows in after.items() if rows != before[name]} - BOOKKEEPING
    complain("Safe methods answer.", wrong)
    assert not changed, f"Looking changed {changed}; only an unsafe method may."


@pytest.mark.parametrize(
    "query",
    [
        "order=author.password_hash", "order=name;select pg_sleep(9)", "order=(select 1)",
        "progress=new' OR 1=1--", "theme=1 OR 1=1", "after=1;drop table need",
        "filter[author.email_cont]=a&order=x", "before=-1", "people=9e9&after=x",
    ],
)  # fmt: skip
def test_t12_a_filter_or_order_that_is_not_ours_is_a_broken_link(real, query):
    answer = real.visitor().get("/needs/?" + query)
    assert answer.status_code == 400
    assert answer.elapsed.total_seconds() < 5


def test_t12_fields_that_nobody_offers_change_nothing(real):
    somebody = real.visitor()
    plain = somebody.get("/needs/?order=fewest").text
    odd = somebody.get("/needs/?order=fewest&fields=*&filter[email]=a&moderation=waiting").text
    assert words(odd) == words(plain)


def words(html):
    return [each.text for each in parse_page(html).all("h1", "h2", "h3", "p")]


@pytest.mark.parametrize(
    "typed", ["%", "_", "\\", "') OR 1=1--", "*", '"', "NEAR(a b)", "a AND b", "-a"]
)
def test_t13_signs_of_a_query_are_searched_as_they_stand(real, typed):
    make = real.make
    make.need(words="An otter crosses the road at night.")
    real.session.commit()
    answer = real.visitor().get("/needs/?" + urlencode({"q": typed}))
    assert answer.status_code == 200
    assert answer.elapsed.total_seconds() < 5
    found = real.visitor().get("/needs/?" + urlencode({"q": f"{typed} zzzznothing"}))
    assert "An otter crosses" not in found.text
