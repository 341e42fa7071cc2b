"""The audit: recomputes the ledger from its transfers, and says in sentences what does not fit.

What must always hold: it only reads, all in one snapshot, so it runs while the system works; it
trusts no constraint, and a NULL that should not be there is a finding, never a row that fell out;
every finding has a stable code, and a test plants a damage for each. `kept_check` keeps the last
check, which reads far too much to be made for whoever asks how the ledger is.

Who may call: the command line, the economy's health, and the settlement before it tells anybody.
"""

from __future__ import annotations

from likewise.ledger.audit.check_ledger import CHECKS, CODES, check_ledger
from likewise.ledger.audit.health import Finding, LedgerHealth

__all__ = ["CHECKS", "CODES", "Finding", "LedgerHealth", "check_ledger"]
