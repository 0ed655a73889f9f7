"""Rows that wait for a person: which organisation each means, that it is new, or that it is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import current_actor
from app.forms.once import write_id
from app.forms.waiting import chosen_rows, read_filter
from app.runtime import earshot

if TYPE_CHECKING:
    from graph.review import Decision
    from graph.waiting import WaitingFilter

blueprint = Blueprint("waiting", __name__, url_prefix="/imports/waiting")

PAGE = 25
"""Rows on a page."""

REMEMBERED = 50
"""Remembered decisions on a page."""

AT_ONCE = 2_000
"""Rows that are decided while the person waits for the page; more are decided in the background."""

SAFE_KINDS = ("unseen", "moved")
"""Kinds of question whose rows were matched by the safe rules: the first organisation offered is that one."""

CHOICE_WORDS = {
    "first": "each is the first organisation offered for it",
    "new": "each is a new organisation",
    "skip": "leave them all out",
}
"""What may be said of many rows at once."""


@blueprint.route("", methods=["GET", "POST"])
def index() -> ResponseReturnValue:
    """Show rows that wait, or carry out what was decided about them."""
    from app.waiting_pages import facets, folded, still_offered  # noqa: PLC0415
    from graph.waiting import also_asked_in, waiting_count, waiting_groups, waiting_together  # noqa: PLC0415

    if request.method == "POST":
        return _decide()
    store, chosen = earshot().store, read_filter(request.args)
    page = waiting_together(store, chosen, request.args.get("after"), PAGE)
    return render_template(
        "imports/waiting.html",
        page=page,
        rows=still_offered(store, folded(page.items)),
        also=also_asked_in(store, [row.id for row in page.items]),
        waiting=waiting_count(store),
        facets=facets(waiting_groups(store, chosen.import_id), chosen),
        chosen=chosen,
        query=_query(chosen),
        choices=CHOICE_WORDS,
    )


def _query(chosen: WaitingFilter) -> dict[str, Any]:
    """Return a filter as the address of a page carries it."""
    names = {
        "import": chosen.import_id,
        "body": chosen.body,
        "kind": chosen.kind,
        "strength": chosen.strength,
        "verdict": chosen.verdict,
    }
    return {name: value for name, value in names.items() if value}


def _decide() -> ResponseReturnValue:
    """Carry out what was chosen on the page; rows left at "later" go on waiting."""
    decisions = chosen_rows(request.form)
    if not decisions:
        flash("Nothing was chosen, so nothing changed.", "problem")
        return redirect(request.full_path)
    done, gone = _carry_out(decisions)
    _say(done["decided"], len(decisions) - done["decided"] - gone, done.get("also", 0), gone)
    return redirect(request.full_path)


def _carry_out(decisions: list[Decision]) -> tuple[Mapping[str, Any], int]:
    """Return what came of decisions, and how many of their rows didn't wait any more.

    Those hinder none of the others: somebody else had decided them while the page was open. Nor do those
    whose organisation went away meanwhile: they wait on.
    """
    from graph.errors import Refused  # noqa: PLC0415
    from graph.imports import decide  # noqa: PLC0415
    from graph.review import organisations_there  # noqa: PLC0415
    from graph.waiting import still_waiting  # noqa: PLC0415

    store = earshot().store
    try:
        return decide(store, current_actor(), decisions, write_id()), 0
    except Refused:
        waiting = still_waiting(store, [row for row, _, _ in decisions])
        there = organisations_there(store, {org_id for _, _, org_id in decisions if org_id})
        rest = [each for each in decisions if each[0] in waiting and (each[2] is None or each[2] in there)]
        if len(rest) == len(decisions):
            raise
    done = decide(store, current_actor(), rest, write_id()) if rest else {"decided": 0}
    return done, len(decisions) - len(waiting)


def _say(decided: int, left: int, also: int, gone: int = 0) -> None:
    """Tell how many rows were decided, how many of other lists with them, how many wait on or no longer."""
    said = f"{decided:,} {'row was' if decided == 1 else 'rows were'} decided."
    if also:
        said += (
            f" {also:,} of other lists asked the very same, and {'is' if also == 1 else 'are'} decided, too."
        )
    if left:
        said += f" {left:,} could not be carried out and {'waits' if left == 1 else 'wait'} on."
    if gone or not (decided or left):
        some = f"{gone:,} didn't wait" if gone else "None of them waited"
        said += f" {some} any more: decided meanwhile, or taken back with the import."
    flash(said, "done" if decided else "problem")


@blueprint.get("/all")
def all_of_a_kind() -> str:
    """Ask once more before one decision is carried out for every row that a filter means."""
    from app.waiting_pages import facets  # noqa: PLC0415
    from graph.waiting import waiting_groups, waiting_together  # noqa: PLC0415

    store, chosen = earshot().store, read_filter(request.args)
    rows = facets(waiting_groups(store, chosen.import_id), chosen).rows if chosen.kind else 0
    return render_template(
        "imports/waiting_all.html",
        sample=waiting_together(store, chosen, None, 8).items,
        rows=rows,
        chosen=chosen,
        query=_query(chosen),
        choices=_choices(chosen),
    )


def _choices(chosen: WaitingFilter) -> list[tuple[str, str]]:
    """Return what may be said of all rows of a filter.

    That each is the first organisation offered only where they are very alike, or were matched safely.
    """
    safe = chosen.strength == "strong" or chosen.kind in SAFE_KINDS
    return [(name, words) for name, words in CHOICE_WORDS.items() if safe or name != "first"]


@blueprint.post("/all")
def decide_all_of_a_kind() -> ResponseReturnValue:
    """Carry one decision out for every row that a filter means, at once or in the background."""
    from graph.bulk_review import decide_all  # noqa: PLC0415

    chosen, choice = read_filter(request.args), request.form.get("choice", "")
    most = request.form.get("rows", 0, type=int)
    back = url_for(".index", **_query(chosen))
    if choice not in dict(_choices(chosen)) or most < 1 or not chosen.kind:
        flash("Say first what they all are. Nothing was changed.", "problem")
        return redirect(url_for(".all_of_a_kind", **_query(chosen)))
    running = earshot()
    if most > AT_ONCE:
        job = {"chosen": vars(chosen), "choice": choice, "most": most}
        running.jobs.enqueue("decide", actor=current_actor(), write_id=write_id(), **job)
        flash(f"{most:,} rows are being decided. Look again in a minute.", "done")
        return redirect(back)
    done = decide_all(running.store, current_actor(), chosen, choice, write_id(), most=most)
    _say(done.decided, done.left, done.also)
    return redirect(url_for(".index") if not done.left else back)


@blueprint.route("/words", methods=["GET", "POST"])
def words() -> ResponseReturnValue:
    """Show the words for communities that rows wait for, or settle one for all rows that share it."""
    from graph.communities import communities  # noqa: PLC0415
    from graph.word_rules import EVERYWHERE, waiting_words  # noqa: PLC0415

    if request.method == "POST":
        return _settle_word()
    store = earshot().store
    there = [one for one in communities(store) if not one.retired]
    return render_template(
        "imports/words.html",
        words=waiting_words(store),
        communities=[(one.code, f"{one.name} ({one.code})") for one in there],
        names={one.code: one.name for one in there},
        everywhere=EVERYWHERE,
    )


def _settle_word() -> ResponseReturnValue:
    from graph.word_rules import settle_word  # noqa: PLC0415

    form = request.form
    chosen = [code for code in form.getlist("code") + form.getlist("other") if code]
    codes = [code for code in chosen if code != "open"]
    if not chosen or len(chosen) > len(codes) > 0:
        what = "what the word means, or leave it open: not both" if chosen else "first what the word means"
        flash(f"Say {what}. Nothing was changed.", "problem")
        return redirect(url_for(".words"))
    done = settle_word(
        earshot().store,
        current_actor(),
        text=form.get("text", ""),
        source=form.get("source", ""),
        codes=codes,
        write_id=write_id(),
    )
    flash(
        f"It is remembered. {done['decided']:,} of {done['rows']:,} rows that waited for it are in.", "done"
    )
    return redirect(url_for(".words"))


@blueprint.get("/remembered")
def remembered() -> str:
    """Show what was decided once, so that it isn't asked again."""
    from graph.match_rules import remembered_decisions, sources_remembered  # noqa: PLC0415

    store, source = earshot().store, request.args.get("source", "")
    sources = sources_remembered(store)
    return render_template(
        "imports/remembered.html",
        page=remembered_decisions(store, source, request.args.get("after"), REMEMBERED),
        sources=[(one, f"{name} ({rules:,})") for one, name, rules in sources],
        names={one: name for one, name, _ in sources},
        source=source,
        communities_of=_community_names(),
    )


def _community_names() -> Callable[[Iterable[str]], str]:
    """Return what names communities by their codes, with semicolons between."""
    from graph.communities import communities  # noqa: PLC0415

    names = {one.code: one.name for one in communities(earshot().store)}
    return lambda codes: "; ".join(names.get(code, code) for code in codes)


@blueprint.post("/remembered/<rule_id>/revoke")
def revoke(rule_id: str) -> ResponseReturnValue:
    """Forget a decision: the next list of its source asks again."""
    from graph.match_rules import revoke_rule  # noqa: PLC0415

    done = revoke_rule(earshot().store, current_actor(), rule_id, write_id())
    said = "It is forgotten: the next list of that source asks again." if done["revoked"] else "It was gone."
    flash(said, "done" if done["revoked"] else "problem")
    return redirect(url_for(".remembered", source=request.form.get("source") or None))
