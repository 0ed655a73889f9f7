"""What a row says about who leads an organisation, and whom it works with."""

from __future__ import annotations

from typing import Any

from graph.model.declarations import Band, DeclaredBy, Reply
from importers.fields.leadership import (
    NamedCommunities,
    contradiction,
    leadership_of,
    question_about,
    read_communities,
    read_reply,
)
from importers.fields.reading import quote, warning
from importers.fields.words import read_text
from importers.lists.rows import RowBuilder

_SHARES = {"board": "board_share", "senior_staff": "senior_share", "all_staff": "staff_share"}


def add_declaration(builder: RowBuilder) -> None:
    """Add the fact ``declaration`` when the row says who leads the organisation.

    Keys: reply, leadership ({code: {board, senior_staff, all_staff}}), asked_about (None: all), asked_on,
    declared_on (None: the list's own date), declared_by ("organisation" or "reported"), declared_by_name,
    with_reply_in. An empty cell is no information. A name that means no community, or several, makes the
    row wait: what was understood is then kept as ``declaration_waiting``, for counting the rest as "not
    led" would be wrong.
    """
    named = read_communities(builder.text("led_by"), builder.reader.context.communities)
    reply = builder.read("leadership_reply", read_reply) or named.reply
    if reply is None and not named.codes and not named.open_words:
        _say_that_nothing_is_known(builder)
        return
    wrong = contradiction(reply, named)
    if wrong is not None:
        builder.say(wrong, "led_by")
        return
    about = read_communities(builder.text("asked_about"), builder.reader.context.communities)
    fact = _declaration(builder, reply or Reply.YES, named, about)
    open_words = named.open_words + about.open_words
    if open_words:
        builder.questions.extend(named.questions + about.questions)
        words = [*_open_words(builder, named), *_open_words(builder, about, about=True)]
        builder.facts["declaration_waiting"] = {**fact, "open_words": words}
    else:
        builder.facts["declaration"] = fact


def _say_that_nothing_is_known(builder: RowBuilder) -> None:
    """Say of words such as "none" among communities that they count as no information, not as an answer."""
    text = builder.text("led_by").strip()
    if any(letter.isalpha() for letter in text):
        note = (
            f'"{quote(text)}" may say that nobody named leads it, or that nothing is known: left unknown. '
            'Write "none of these" if that is the organisation\'s answer.'
        )
        builder.say(warning("led_by_says_nothing", note, text), "led_by")


def _declaration(
    builder: RowBuilder, reply: Reply, named: NamedCommunities, about: NamedCommunities
) -> dict[str, Any]:
    """Return the declaration as plain values; ``about`` names what the question was about (nothing: all)."""
    context = builder.reader.context
    shares = {name: _bands(builder, field_id, named) for name, field_id in _SHARES.items()}
    by = builder.read("declared_by", lambda text: read_text(text, 200))
    return {
        "reply": str(reply),
        "leadership": leadership_of(named.groups, shares),
        "asked_about": sorted(about.codes) or None,
        "asked_on": None,
        "declared_on": builder.past_date("declared_on"),
        "declared_by": str(DeclaredBy.ORGANISATION if context.own_answers else DeclaredBy.REPORTED),
        "declared_by_name": by,
        "with_reply_in": builder.read("with_reply_in", lambda text: read_text(text, 200)),
    }


def _open_words(builder: RowBuilder, named: NamedCommunities, *, about: bool = False) -> list[dict[str, Any]]:
    """Return the names that a person must settle: what they may mean, the question, and their shares."""
    places = [place for place in range(named.named) if place not in named.positions]
    columns = (
        {} if about else {name: _all_bands(builder, field_id, named) for name, field_id in _SHARES.items()}
    )
    return [
        {
            "text": text,
            "codes": list(match.codes) if match else [],
            "question": question_about(text, match),
            **({"about": True} if about else {}),
            "shares": {
                name: str(bands[place] if bands else Band.NOT_GIVEN) for name, bands in columns.items()
            },
        }
        for place, (text, match) in zip(places, named.open_words, strict=True)
    ]


def _all_bands(builder: RowBuilder, field_id: str, named: NamedCommunities) -> tuple[Band, ...] | None:
    """Return the bands that a column gives for each name of the row, without saying again what is odd."""
    text = builder.text(field_id)
    return builder.reader.share_column(field_id).read(text, named.named).value if text else None


def _bands(builder: RowBuilder, field_id: str, named: NamedCommunities) -> tuple[Band, ...] | None:
    """Return the bands that a column gives, one for each community that is understood, or None.

    The column gives one for each name, those that a person must settle too.
    """
    column = builder.reader.share_column(field_id)
    bands = builder.read(field_id, lambda text: column.read(text, named.named))
    return None if bands is None else tuple(bands[position] for position in named.positions)


def add_works_with(builder: RowBuilder, values: dict[str, Any]) -> None:
    """Add {community code: "accepted"} for whom the organisation works with; unknown words are said."""
    named = read_communities(builder.text("works_with"), builder.reader.context.communities)
    if named.codes:
        values["works_with"] = dict.fromkeys(sorted(named.codes), "accepted")
    for question in named.questions:
        builder.say(warning("works_with_unknown", f"{question} It was left out."), "works_with")
