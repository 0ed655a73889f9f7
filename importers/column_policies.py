"""What a column may do to a field that is filled already: chosen per column, kept with every statement."""

from __future__ import annotations

from collections.abc import Mapping

from graph.model.statements import Policy

POLICY_FIELDS: Mapping[str, str] = {
    "name": "name",
    "postcode": "postcode",
    "place": "place",
    "address": "address",
    "website": "website",
    "email": "email",
    "income": "income_band",
    "legal_form": "legal_form",
    "status": "status",
}
"""Fields of lists for which a policy may be chosen, and the record's field that each fills.

Numbers, other names, memberships and the like are kept from every source; a location is hidden as soon as
one says so: for them there is nothing to choose.
"""

POLICY_WORDS: Mapping[Policy, str] = {
    Policy.KEEP_BOTH: "newest list counts, keep both",
    Policy.FILL_BLANKS: "only fill what is blank",
    Policy.OVERWRITE: "always take this list’s",
    Policy.NEVER: "never where others list it",
}
"""What each policy does, in the words of the page; the first is what holds where nothing is chosen."""
