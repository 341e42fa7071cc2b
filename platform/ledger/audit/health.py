"""What an audit finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit: a stable code, a sentence, and the ids that it is about.

    What the ids are ids of stands in the sentence: accounts, transfers, payments and so on.
    """

    code: str
    sentence: str
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LedgerHealth:
    """The state of the ledger at one moment of the database's clock.

    `unlisted` says for a code how many findings there are beyond those listed.
    """

    checked_at: datetime
    account_count: int
    transfer_count: int
    findings: tuple[Finding, ...]
    unlisted: dict[str, int]

    @property
    def healthy(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    @property
    def finding_count(self) -> int:
        """How many findings there are, listed or not."""
        return len(self.findings) + sum(self.unlisted.values())


@dataclass(frozen=True, slots=True)
class Check:
    """One statement of the audit: its name, and the codes of what it can find.

    `sql` selects `code text, ids bigint[], sentence text`, one row a finding.
    """

    name: str
    codes: tuple[str, ...]
    sql: str
