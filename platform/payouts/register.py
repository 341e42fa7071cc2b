"""Registering for payouts."""

from __future__ import annotations

from likewise.models.unit_of_work import UnitOfWork, unit_of_work
from likewise.operators.freezing import require_not_frozen
from likewise.payouts.papers import checked_papers
from likewise.payouts.registration import COLUMNS, Registration, as_registration


async def register_for_payouts(
    *, person_id: int, legal_name: str, country: str, tax_number: str, iban: str
) -> Registration:
    """Hand in papers, or hand them in anew. Raises InvalidInput, which names the field,
    and AccountFrozen.

    Whatever says who she is and where she pays taxes waits for an operator, each time it changes.
    Another bank account alone needs no new approval; it holds payouts for a while. The same
    papers again change nothing.
    """
    papers = checked_papers(
        legal_name=legal_name, country=country, tax_number=tax_number, iban=iban
    )

    async def body(work: UnitOfWork) -> Registration:
        await require_not_frozen(work, person_id)
        work.standing_changed(person_id)
        row = await work.one(
            _HAND_IN, person_id, papers.legal_name, papers.country, papers.tax_number, papers.iban
        )
        return as_registration(row)

    return await unit_of_work(body)


_HAND_IN = f"""
INSERT INTO registrations AS standing
    (person_id, legal_name, country, tax_number, iban, state)
VALUES ($1, $2, $3, $4, $5, 'submitted')
ON CONFLICT (person_id) DO UPDATE SET
    (state, turn, submitted_at, decided_at, decided_by_id) = (
        SELECT
            CASE WHEN stays THEN standing.state ELSE 'submitted' END,
            CASE WHEN stays THEN standing.turn ELSE nextval('registration_turns') END,
            CASE WHEN stays THEN standing.submitted_at ELSE likewise_now() END,
            CASE WHEN stays THEN standing.decided_at END,
            CASE WHEN stays THEN standing.decided_by_id END
        FROM (
            SELECT standing.state <> 'rejected'
                AND (standing.legal_name, standing.country, standing.tax_number)
                  = (excluded.legal_name, excluded.country, excluded.tax_number) AS stays
        ) AS papers
    ),
    reason = NULL,
    bank_changed_at = CASE WHEN standing.iban = excluded.iban
        THEN standing.bank_changed_at ELSE likewise_now() END,
    legal_name = excluded.legal_name,
    country = excluded.country,
    tax_number = excluded.tax_number,
    iban = excluded.iban
RETURNING {COLUMNS}
"""  # noqa: S608 — a constant
