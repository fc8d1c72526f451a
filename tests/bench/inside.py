"""What the measuring must know of a place: some codes, keys to voices, statements of a request."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import create_engine, event, func, insert, select
from sqlalchemy.orm import Session

from app import create_app
from app.foundation.access.keys import KeyRing
from app.foundation.database import prepare_engine
from app.needs.models import Moderation, Need
from app.people.follow_codes import cookie_digest
from app.people.models import KeyKind, Participant, ParticipantKey
from app.places.models import Place as PlaceRow
from app.places.models import PlaceKind
from app.settings import Settings
from tests.bench.servers import BENCH_SECRET, Place

DEEP = 10_000
MANY = 4_000


@dataclass(frozen=True)
class Inside:
    """Some things of a place that requests name."""

    numbers: list[int]
    need_ids: list[int]
    participant_ids: list[int]
    area: str
    ward: str
    word: str
    deep: int

    @classmethod
    def of(cls, place: Place) -> "Inside":
        """Read them."""
        engine = create_engine(place.url)
        prepare_engine(engine)
        with Session(engine) as session:
            public = Need.moderation == Moderation.PUBLISHED
            rows = session.execute(
                select(Need.number, Need.id).where(public).order_by(Need.number.desc()).limit(MANY)
            ).all()
            last = session.scalar(select(func.max(Need.number)).where(public)) or 0
            people = session.scalars(
                select(Participant.id).order_by(Participant.id.desc()).limit(MANY)
            ).all()
            kinds = (PlaceKind.LOCAL_AREA, PlaceKind.WARD)
            slugs = [
                session.scalars(
                    select(PlaceRow.slug).where(PlaceRow.kind == kind).order_by(PlaceRow.id)
                ).first()
                for kind in kinds
            ]
        engine.dispose()
        return cls(
            numbers=[row[0] for row in rows],
            need_ids=[row[1] for row in rows],
            participant_ids=list(people),
            area=slugs[0] or "",
            ward=slugs[1] or "",
            word="bus",
            deep=max(25, last - min(DEEP, last // 2)),
        )

    def free_pair(self, turn: int) -> tuple[int, int]:
        """Return a need and a participant, another pair each turn."""
        people = self.participant_ids
        need = self.need_ids[(turn // len(people)) % len(self.need_ids)]
        return need, people[turn % len(people)]


def keys_for_participants(place: Place, count: int) -> list[str]:
    """Give some participants a cookie of this run; return the signed cookies."""
    keys = KeyRing(BENCH_SECRET)
    engine = create_engine(place.url)
    prepare_engine(engine)
    run = datetime.now(UTC).strftime("%H%M%S%f")
    with Session(engine) as session:
        ids = session.scalars(select(Participant.id).order_by(Participant.id).limit(count)).all()
        tokens = {participant_id: f"bench{run}{participant_id}" for participant_id in ids}
        session.execute(
            insert(ParticipantKey),
            [
                {
                    "participant_id": participant_id,
                    "made_for_id": participant_id,
                    "kind": KeyKind.COOKIE,
                    "digest": cookie_digest(keys, token),
                    "turn": 0,
                    "made_at": datetime.now(UTC),
                }
                for participant_id, token in tokens.items()
            ],
        )
        session.commit()
    engine.dispose()
    return [keys.sign("participant", token) for token in tokens.values()]


def statements_and_bytes(place: Place, request: bytes) -> tuple[int, int]:
    """Run one request inside this process; return its statements and the length of its answer."""
    environment = place.environment(8000)
    app = create_app(Settings.from_environment(environment))
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    method, path, _version = first.split(" ")
    headers = dict(line.split(": ", 1) for line in lines)
    headers |= {"Host": "127.0.0.1:8000"}
    headers.pop("Accept-Encoding", None)
    seen: list[str] = []
    with app.app_context():
        from app.extensions import db  # noqa: PLC0415 - the engine of this very application

        event.listen(db.engine, "before_cursor_execute", lambda *words: seen.append(words[2]))
    client = app.test_client(use_cookies=False)
    client.open("/needs/" if method == "POST" else path, headers=headers)  # opens what stays open
    seen.clear()
    answer = client.open(path, method=method, headers=headers, input_stream=io.BytesIO(body))
    counted = [
        text for text in seen if not text.upper().startswith(("BEGIN", "COMMIT", "ROLLBACK"))
    ]
    return len(counted), len(answer.get_data())
