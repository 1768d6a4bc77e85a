"""Tokens as values: who holds one, what it allows, and until when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Scope(StrEnum):
    """What a token allows.

    `READ`: notes and names of people beside incidents. `ACKNOWLEDGE`: answering for an incident. `EVIDENCE`: its
    archive. `SENSITIVE`: also what could harm if shown (injected texts, leaked queries, names on pages).
    """

    READ = "read"
    ACKNOWLEDGE = "acknowledge"
    EVIDENCE = "evidence"
    SENSITIVE = "sensitive"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """One entry of `api_tokens.toml`: only the hash of the secret is known. `expires` is its last day (Hanoi)."""

    name: str
    hash: str
    scopes: frozenset[Scope]
    expires: date

    def holds_on(self, day: date) -> bool:
        """Whether it is still good on that day."""
        return day <= self.expires
