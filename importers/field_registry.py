"""The fields a column can be mapped to. Which headings mean them is data: ``importers/data/headings.csv``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

MEMBERS, ORGANISATIONS, LOG, CONTACTS, LIAISONS, GRANTS, GROUPS = (
    ("members",),
    ("organisations",),
    ("log",),
    ("contacts",),
    ("liaisons",),
    ("grants",),
    ("groups",),
)
ORGANISATION_KINDS = (*MEMBERS, *ORGANISATIONS)
ALL_KINDS = (*ORGANISATION_KINDS, *LOG, *CONTACTS, *LIAISONS, *GRANTS, *GROUPS)


@dataclass(frozen=True)
class Field:
    """A field of a list.

    ``id`` is what ``--columns`` and remembered mappings use; ``kinds`` are the kinds of list that may hold
    it. A ``repeatable`` field may take several columns, whose texts are put together. ``value`` names the
    kind of value that its cells must look like, when that shows: "identifier", "charity", "company",
    "postcode", "date", "email", "website", "place", "income", "status" or "name" (any letters).
    """

    id: str
    label: str
    help: str
    kinds: tuple[str, ...] = ALL_KINDS
    value: str | None = None
    repeatable: bool = False


_OF_LISTS: tuple[Field, ...] = (
    Field("name", "Name", "What the organisation is called. A list needs this or a number.", value="name"),
    Field(
        "other_names",
        "Other names",
        "Trading names, former names, acronyms; several separated by ;",
        repeatable=True,
    ),
    Field(
        "identifier",
        "Register number (any register)",
        "Org-ids or numbers of any register; several separated by /",
        value="identifier",
    ),
    Field(
        "charity_number", "Charity number", "England and Wales, Scotland or Northern Ireland", value="charity"
    ),
    Field("company_number", "Company number", "As Companies House writes it", value="company"),
    Field("postcode", "Postcode", "Gives the council, too", value="postcode"),
    Field("address", "Address", "Several columns are put together", repeatable=True),
    Field(
        "place",
        "Council or place",
        "Where it is based, if no postcode says so",
        ORGANISATION_KINDS,
        value="place",
    ),
    Field(
        "works_in",
        "Works in",
        "Councils, regions or nations, separated by ;",
        ORGANISATION_KINDS,
        repeatable=True,
    ),
    Field("website", "Website", "", (*ORGANISATION_KINDS, *GROUPS), value="website"),
    Field("email", "E-mail", "", (*ORGANISATION_KINDS, "contacts"), value="email"),
    Field(
        "contact_name",
        "Contact's name",
        "A person; their details are personal data",
        (*ORGANISATION_KINDS, "contacts", "groups"),
        repeatable=True,
    ),
    Field(
        "roles",
        "Roles",
        "infrastructure body, member, government, parliamentary group, funder; separated by ;",
        ORGANISATIONS,
    ),
    Field("contact_role", "Contact's role", "", (*ORGANISATION_KINDS, "contacts", "groups")),
    Field(
        "contact_email",
        "Contact's e-mail",
        "The person's own; the organisation's where the row names nobody",
        ORGANISATION_KINDS,
        value="email",
    ),
    Field("joined", "Joined on", "First day of the membership", MEMBERS, value="date"),
    Field("left", "Left on", "Last day of the membership", MEMBERS, value="date"),
    Field("income", "Yearly income", "An amount or a band", ORGANISATION_KINDS, value="income"),
    Field(
        "legal_form",
        "Legal form",
        "Charity, CIO, CIC, company, co-operative, unincorporated",
        ORGANISATION_KINDS,
    ),
    Field("status", "Status", "Active or closed", ORGANISATION_KINDS, value="status"),
    Field(
        "hide_location",
        "Hide the location",
        "Yes for refuges and others at risk: maps and lists then show the nation at most",
        ORGANISATION_KINDS,
    ),
    Field("led_by", "Led by", "Communities separated by ;", ORGANISATION_KINDS),
    Field(
        "board_share",
        "Board share",
        "Per cent or a band for each community, separated by ;",
        ORGANISATION_KINDS,
    ),
    Field(
        "senior_share",
        "Senior staff share",
        "Per cent or a band for each community, separated by ;",
        ORGANISATION_KINDS,
    ),
    Field(
        "staff_share",
        "All staff share",
        "Per cent or a band for each community, separated by ;",
        ORGANISATION_KINDS,
    ),
    Field(
        "leadership_reply",
        "Leadership reply",
        "yes, none of these, all communities, prefer not to say, may not be shared, no reply, not asked",
        ORGANISATION_KINDS,
    ),
    Field(
        "declared_on", "Declared on", "The day of the organisation's word", ORGANISATION_KINDS, value="date"
    ),
    Field("declared_by", "Declared by", "Who said it, for the organisation", ORGANISATION_KINDS),
    Field(
        "asked_about",
        "Asked about",
        "Communities that the question of who leads was about, separated by ; (empty: all of them)",
        ORGANISATION_KINDS,
    ),
    Field(
        "with_reply_in",
        "Asked with the reply to",
        "Consultation (its id) whose reply form asked who leads",
        ORGANISATION_KINDS,
    ),
    Field("works_with", "Works with", "Communities separated by ;", ORGANISATION_KINDS),
    Field("date", "Date", "The day of the contact", LOG, value="date"),
    Field(
        "kind",
        "Kind of contact",
        "What it was: invitation, e-mail, call, meeting, roundtable, workshop, form reply …",
        LOG,
    ),
    Field("direction", "Direction", "out (we turned to them) or in", LOG),
    Field("channel", "Channel", "", LOG),
    Field("event_place", "Held at", "", LOG),
    Field("people", "People", "Who was there; several separated by ;", LOG),
    Field("principles", "Principles spoken on", "Several separated by ;", LOG),
    Field("spoke", "Spoke", "Yes or no", LOG),
    Field("bounced", "Bounced", "Yes or no", LOG),
    Field("declined", "Declined", "Yes or no", LOG),
    Field("told", "Told what changed", "Yes or no", LOG),
    Field("formats_needed", "Access formats needed", "Several separated by ;", LOG),
    Field("formats_provided", "Access formats provided", "Several separated by ;", LOG),
    Field("language", "Language", "", LOG),
    Field("asked_through", "Asked through", "The body that passed the question on", LOG),
    Field("members_claimed", "Members claimed", "", LOG),
    Field("members_asked", "Members asked", "", LOG),
    Field("members_answered", "Members who answered", "", LOG),
    Field("method", "How members were asked", "", LOG),
    Field("follow_up", "Follow-up", "What is to be done", LOG),
    Field("owner", "Owner", "Who does it", LOG),
    Field("due", "Due", "", LOG, value="date"),
    Field("recorded_on", "Recorded on", "When this became known; for filling in the past only", value="date"),
    Field("invited", "Invited", "Dates, ticks or initials", LOG),
    Field("contacted", "Contacted", "Dates, ticks or initials", LOG),
    Field("responded", "Responded", "Dates, ticks or initials", LOG),
    Field("attended", "Attended", "Dates, ticks or initials", LOG),
    Field("met", "Met", "Dates, ticks or initials", LOG),
    Field("since", "Since", "", (*CONTACTS, *LIAISONS, *GROUPS), value="date"),
    Field("until", "Until", "", (*CONTACTS, *LIAISONS, *GROUPS), value="date"),
    Field("basis", "Lawful basis", "Why these details may be kept", CONTACTS),
    Field("obtained", "How obtained", "Where the details came from, and when", CONTACTS),
    Field("do_not_contact", "Do not contact", "Yes or no", (*ORGANISATION_KINDS, *CONTACTS)),
    Field("from_person", "Person in government", "", LIAISONS),
    Field("from_organisation", "Organisation in government", "Name or number", LIAISONS),
    Field("topic", "Topic", "What it was about; several separated by ;", (*LOG, *LIAISONS)),
    Field(
        "code",
        "Code in a register",
        "Departments' and councils' codes; the heading says which",
        ORGANISATIONS,
    ),
    Field("govuk_page", "Page on GOV.UK", "Address of its page: the page's name is a number", ORGANISATIONS),
    Field(
        "part_of",
        "Part of",
        "The bigger organisation, by name, number or page on GOV.UK; several separated by ;",
        ORGANISATIONS,
        repeatable=True,
    ),
    Field("relation", "Relation", "What the related one is to it: parent, child, successor …", ORGANISATIONS),
    Field("related_to", "Related to", "The other organisation of the relation, likewise", ORGANISATIONS),
    Field("ended_on", "Ended on", "Closed from that day on", ORGANISATIONS, value="date"),
    Field("group_code", "Group's short name", "As its parliament's pages have it: brain-tumours", GROUPS),
    Field(
        "parliament", "Parliament", "UK, Scottish Parliament, Senedd, NI Assembly; UK unless given", GROUPS
    ),
    Field("secretariat", "Secretariat", "The organisation that works for the group", GROUPS),
    Field("secretariat_website", "Secretariat's website", "", GROUPS),
    Field("officer", "Is an officer", "Yes or no; ordinary members are left out", GROUPS),
    Field("funder", "Funder", "Who gave the grant, by name", GRANTS, value="name"),
    Field("funder_number", "Funder's number", "An org-id, or a number of any register", GRANTS),
    Field("amount", "Amount", "What was awarded, one sum", GRANTS),
    Field("currency", "Currency", "Three letters; GBP unless given", GRANTS),
    Field("awarded_on", "Awarded on", "The day of the award", GRANTS, value="date"),
    Field("grant_id", "Grant's identifier", "As its publisher names it: a correction finds it again", GRANTS),
    Field("title", "Title", "What the grant is called", GRANTS),
    Field("programme", "Programme", "The programme that it comes from", GRANTS),
    Field("notes", "Notes", "", repeatable=True),
)

REGISTER = "register"

_ALSO_IN_REGISTERS = frozenset(
    (
        *("name", "other_names", "identifier", "charity_number", "company_number", "postcode", "address"),
        *("place", "works_in", "website", "income", "legal_form", "status", "notes"),
    )
)

_OF_REGISTERS: tuple[Field, ...] = (
    Field(
        "related_as",
        "How two numbers are related",
        "Rows of others than the same are rejected",
        (REGISTER,),
    ),
    Field("linked_number", "Linked charity's number", "0 for the charity itself", (REGISTER,)),
    Field("area_type", "Kind of area", "Local authority, region or country", (REGISTER,)),
    Field("helps_type", "Kind of classification", "Who, what or how: only who is taken", (REGISTER,)),
    Field("helps", "Whom it helps", "In the register's words; suggests whom it works with", (REGISTER,)),
)

FIELDS: tuple[Field, ...] = (
    *(
        replace(each, kinds=(*each.kinds, REGISTER)) if each.id in _ALSO_IN_REGISTERS else each
        for each in _OF_LISTS
    ),
    *_OF_REGISTERS,
)
"""Every field, in the order that mapping pages list them."""

BY_ID: Mapping[str, Field] = {field.id: field for field in FIELDS}

LOOK_UP_FIELDS = (
    *("name", "identifier", "charity_number", "company_number", "group_code", "code", "govuk_page"),
)
"""A list needs at least one of these: without any, no row can be told apart."""


def fields_of(kind: str) -> tuple[Field, ...]:
    """Return the fields that a kind of list may hold. KeyError for an unknown kind."""
    if kind not in (*ALL_KINDS, REGISTER):
        raise KeyError(kind)
    return tuple(field for field in FIELDS if kind in field.kinds)
