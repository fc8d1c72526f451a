"""The public pages of conversations, and where planners write, open and close them."""

from flask import Blueprint, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.conversations import operations, queries
from app.conversations.forms import POWER_WORDS, ConversationForm
from app.conversations.models import Conversation, ConversationState
from app.extensions import db
from app.foundation import clock
from app.foundation.access import Role
from app.foundation.web.audience import for_roles, public
from app.foundation.web.paging import page_of, same_page_with, whole_number
from app.foundation.web.rendering import see_other
from app.foundation.web.session import current_actor, place_now
from app.needs.queries import NeedFilter, list_needs, needs_count, places_of_needs

pages = Blueprint("conversations", __name__)

ON_A_PAGE = 20


@pages.get("/topics/")
@public
def index() -> ResponseReturnValue:
    """Show what is open, and what is closed, newest first."""
    actor, today, before = current_actor(), clock.local_day(place_now()), whole_number("before")
    rows = queries.closed_conversations(db.session, actor, today, before=before, size=ON_A_PAGE)
    return render_template(
        "conversations/index.html",
        open_ones=queries.open_conversations(db.session, actor, today) if before is None else [],
        closed_ones=rows[:ON_A_PAGE],
        next_href=same_page_with(before=rows[ON_A_PAGE - 1].id) if len(rows) > ON_A_PAGE else "",
        is_first_page=before is None,
        power_words=POWER_WORDS,
    )


@pages.get("/topics/<string:slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    """Show one conversation: its question, its rules, and the needs put forward for it."""
    actor = current_actor()
    conversation = queries.conversation_at_address(db.session, actor, slug)
    wanted = NeedFilter(
        conversation_id=conversation.id,
        after=whole_number("after"),
        before=whole_number("before"),
    )
    page = page_of(
        list_needs(db.session, actor, wanted, size=ON_A_PAGE),
        size=ON_A_PAGE,
        key=lambda card: str(card.number),
        has_start=wanted.after is not None,
        backwards=wanted.before is not None,
    )
    return render_template(
        "conversations/show.html",
        conversation=conversation,
        takes_needs=conversation.takes_needs_on(clock.local_day(place_now())),
        page=page,
        found=needs_count(db.session, actor, wanted),
        places=places_of_needs(db.session, [card.id for card in page.rows]),
        power_words=POWER_WORDS,
    )


@pages.get("/desk/conversations/")
@for_roles(Role.PLANNER)
def desk() -> ResponseReturnValue:
    """Show every conversation, drafts first."""
    return render_template(
        "conversations/desk.html",
        conversations=queries.all_conversations(db.session, current_actor()),
        power_words=POWER_WORDS,
    )


def _form_page(
    form: ConversationForm, conversation: Conversation | None, status: int = 200
) -> ResponseReturnValue:
    return make_response(
        render_template("conversations/edit.html", form=form, conversation=conversation), status
    )


def _is_usable(form: ConversationForm) -> bool:
    if request.form.get("go") == "open":
        return form.is_ready_to_open(clock.local_day(place_now()))
    return form.is_sent_and_valid()


def _open_if_asked(conversation: Conversation) -> None:
    if request.form.get("go") != "open":
        flash(_("Saved. Nobody sees it yet."), "success")
        return
    operations.open_conversation(
        db.session, current_actor(), conversation, revision=conversation.revision, now=place_now()
    )
    flash(_("It is open. Everyone can see it."), "success")
    if operations.is_short(conversation):
        flash(_("It is open for less than six weeks. Some people will not hear of it in time."))


@pages.get("/desk/conversations/new")
@for_roles(Role.PLANNER)
def new() -> ResponseReturnValue:
    """Show the empty form."""
    return _form_page(ConversationForm(), None)


@pages.post("/desk/conversations/new")
@for_roles(Role.PLANNER)
def create() -> ResponseReturnValue:
    """Begin a conversation, and open it at once when that was asked."""
    form = ConversationForm()
    if not _is_usable(form):
        return _form_page(form, None, 422)
    conversation = operations.draft_conversation(
        db.session, current_actor(), form.as_terms(), now=place_now()
    )
    _open_if_asked(conversation)
    conversation_id = conversation.id
    db.session.commit()
    return see_other(url_for(".edit", conversation_id=conversation_id))


@pages.get("/desk/conversations/<int:conversation_id>")
@for_roles(Role.PLANNER)
def edit(conversation_id: int) -> ResponseReturnValue:
    """Show a conversation to its planners: a draft as a form, others as they stand."""
    conversation = queries.conversation_of(db.session, conversation_id)
    return _form_page(ConversationForm(obj=conversation), conversation)


@pages.post("/desk/conversations/<int:conversation_id>")
@for_roles(Role.PLANNER)
def save(conversation_id: int) -> ResponseReturnValue:
    """Keep a draft, or keep it and open it."""
    conversation = queries.conversation_to_change(db.session, conversation_id)
    form = ConversationForm()
    if conversation.state is ConversationState.DRAFT and not _is_usable(form):
        return _form_page(form, conversation, 422)
    operations.change_terms(
        db.session,
        current_actor(),
        conversation,
        form.as_terms(),
        revision=form.seen_revision(),
        now=place_now(),
    )
    _open_if_asked(conversation)
    db.session.commit()
    return see_other(url_for(".edit", conversation_id=conversation_id))


@pages.post("/desk/conversations/<int:conversation_id>/close")
@for_roles(Role.PLANNER)
def close(conversation_id: int) -> ResponseReturnValue:
    """Take no more needs for a conversation."""
    conversation = queries.conversation_to_change(db.session, conversation_id)
    operations.close_conversation(db.session, current_actor(), conversation, now=place_now())
    db.session.commit()
    flash(_("It is closed. Its page stays."), "success")
    return see_other(url_for(".desk"))
