"""What the four people of the whole village ask for. Whatever has an owner is Ada's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tests.support.api_client import Json
from tests.support.authorisation_table import NOBODY, OPERATOR, OWNER, ROLES, SOMEBODY_ELSE
from tests.support.whole_village import (
    ADA_PAPERS,
    ADA_STARTS,
    INSPECTIONS,
    PASSWORD,
    WholeVillage,
    papers_of,
)

_PASSWORD = "a long enough one"
_UNITS = dict(zip(ROLES, (13, 14, 15, 16), strict=True))
"""Amounts that tell the people apart."""


def query_arguments(whole: WholeVillage) -> Mapping[str, str | Sequence[str]]:
    """Every query with its arguments, or with several of them to be tried."""
    return {
        "posts": "(first: 3)",
        "post": f'(id: "{whole.nodes["Post"]}")',
        "me": "",
        "person": '(handle: "ada")',
        "page": '(url: "https://example.org/page")',
        "webAddress": '(url: "https://example.org/page")',
        "settlement": f'(month: "{whole.computed}")',
        "settlements": "",
        "nextMonth": "",
        "economy": "",
        "simulation": "(input: {people: 300, supporterBps: 1000})",
        "terms": "",
        "payoutPreview": "",
        "registrationQueue": "(first: 3)",
        "payoutQueue": "(first: 3)",
        "members": "(first: 3, state: FROZEN)",
        "member": '(handle: "ada")',
        "auditLog": "(first: 3)",
        "inspection": [f"(kind: {kind})" for kind in INSPECTIONS],
    }


def feed_arguments(whole: WholeVillage) -> Mapping[str, str]:
    """Every feed with its arguments."""
    return {
        "walletUpdated": "",
        "likeReceived": "",
        "standingUpdated": "",
        "postUpdated": f'(id: "{whole.nodes["Post"]}")',
        "settlementProgress": f'(month: "{whole.closed}")',
    }


def wishes(whole: WholeVillage) -> Mapping[str, Callable[[str], Json]]:
    """Every mutation with its input for each role, in an order in which each can be done."""
    return {
        **_of_sessions(),
        # Ada is frozen when all this begins, and so is she in the end.
        "unfreezePerson": lambda _: {
            "personId": whole.nodes["Person"],
            "idempotencyKey": "unfreeze",
        },
        **_of_settings(whole),
        **_of_likes(whole),
        **_of_memberships(),
        **_of_payouts(whole),
        "closeMonth": lambda _: {
            "month": str(whole.computed),
            "early": True,
            "idempotencyKey": "close",
        },
        "freezePerson": lambda _: {
            "personId": whole.nodes["Person"],
            "reason": "once more",
            "idempotencyKey": "freeze",
        },
        "startDryRun": lambda _: {},
        "verifyMonth": lambda _: {"month": str(whole.closed)},
        "checkLedger": lambda _: {},
    }


def _of_sessions() -> dict[str, Callable[[str], Json]]:
    return {
        "signUp": lambda role: {
            "email": _email(role),
            "password": _PASSWORD,
            "handle": f"new_{ROLES.index(role)}",
            "displayName": "New",
        },
        "signIn": lambda role: {"email": _email(role), "password": _PASSWORD},
        "signOut": lambda _: {},
    }


def _email(role: str) -> str:
    return f"new{ROLES.index(role)}@example.org"


def _of_settings(whole: WholeVillage) -> dict[str, Callable[[str], Json]]:
    return {
        "editProfile": lambda role: {"about": f"I am {role}."},
        "setPrivacy": lambda _: {"showsLikes": True},
        "endSession": lambda _: {"sessionId": whole.nodes["Session"]},
        "changePassword": lambda _: {
            "presentPassword": PASSWORD,
            "newPassword": "another long one",
        },
    }


def _of_likes(whole: WholeVillage) -> dict[str, Callable[[str], Json]]:
    return {
        "publishPost": lambda role: {"body": f"I am {role}"},
        "like": lambda _: {"url": "https://example.org/other"},
        # Eve likes it as Ada does.
        "unlike": lambda _: {"targetId": whole.api.id_of("verse")},
        "setForwarding": lambda _: {"forwardBps": 2500},
    }


def _of_memberships() -> dict[str, Callable[[str], Json]]:
    def start(role: str) -> Json:
        if role == OWNER:  # she has started with this key already, and is told so again
            return ADA_STARTS
        return {**ADA_STARTS, "amountMicros": f"{_UNITS[role]}000000"}

    return {
        "startMembership": start,
        "changeMembership": lambda role: {"amountMicros": f"{_UNITS[role]}500000"},
        "cancelMembership": lambda _: {},
    }


def _of_payouts(whole: WholeVillage) -> dict[str, Callable[[str], Json]]:
    ada = whole.nodes["Person"]
    handles = {NOBODY: "eve", SOMEBODY_ELSE: "eve", OPERATOR: "mod"}
    return {
        # Before she hands them in again, so that they can be approved.
        "rejectRegistration": lambda _: {"personId": ada, "reason": "Not hers."},
        "registerForPayouts": lambda role: (
            ADA_PAPERS if role == OWNER else papers_of(handles[role])
        ),
        "approveRegistration": lambda _: {"personId": ada},
        "requestPayout": lambda role: {
            "amountMicros": f"{_UNITS[role]}990000",
            "idempotencyKey": "request",
        },
        "cancelPayout": lambda _: {"payoutId": whole.payouts[0], "idempotencyKey": "cancel"},
        "approvePayout": lambda _: {"payoutId": whole.payouts[1], "idempotencyKey": "approve"},
        "rejectPayout": lambda _: {
            "payoutId": whole.payouts[2],
            "reason": "Not hers.",
            "idempotencyKey": "reject",
        },
        "returnPayout": lambda _: {
            "payoutId": whole.payouts[1],
            "reason": "Account closed.",
            "idempotencyKey": "return",
        },
    }
