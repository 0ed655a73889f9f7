"""How much a statement's word counts for a field: by the policy of its import, or as a register's."""

from __future__ import annotations

from graph.model.statements import Policy, Statement, StatementKind

_RANKS = {Policy.OVERWRITE: 3, Policy.KEEP_BOTH: 2, Policy.FILL_BLANKS: 1, Policy.NEVER: 0}
_USUAL_RANK = 2
"""What a column imported without a choice of policy ranks as: the newest list wins."""

REGISTER_DECIDES = frozenset(("status", "income_band", "legal_form"))
"""What a register knows better than any list: whether somebody is still there, how big, in which form."""


def rank(statement: Statement, field: str) -> int:
    """Return how much a statement's word counts for a field, from 0 (only where nobody else speaks) to 3.

    What a register says besides ``REGISTER_DECIDES`` fills blanks only: somebody on a list is called what
    the list calls them, and is found where the list has them.
    """
    policy = statement.policies.get(field)
    if policy is None and statement.kind == StatementKind.REGISTER:
        policy = Policy.OVERWRITE if field in REGISTER_DECIDES else Policy.FILL_BLANKS
    return _USUAL_RANK if policy is None else _RANKS.get(Policy(policy), _USUAL_RANK)
