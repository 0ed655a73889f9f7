"""What the example's organisations are about: how many of each, how they are called, whom they work with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """A kind of organisation. ``code`` is the community it works with; ``names`` are patterns with {place}.

    ``nation`` is the first letter of the ONS codes it is found under (None: anywhere); ``unnumbered`` the
    share without a register number; ``hidden`` the share that hides where it is.
    """

    id: str
    code: str | None
    members: int
    names: tuple[str, ...]
    nation: str | None = None
    unnumbered: float = 0.33
    hidden: float = 0.0


THEMES: tuple[Theme, ...] = (
    Theme(
        "racial",
        "DEI010000",
        318,
        (
            "{place} African Caribbean Gathering",
            "{place} Somali Families' Circle",
            "{place} South Asian Elders' Table",
            "{place} Black Makers' Collective",
            "Roots of {place}",
            "{place} Bengali Learning House",
            "{place} Chinese Neighbours' Club",
            "{place} Race Equality Hearth",
            "{place} Punjabi Storytellers",
            "Diaspora Kitchen {place}",
            "{place} Nigerian Mutual Aid",
            "{place} Yemeni Welcome House",
        ),
    ),
    Theme(
        "travellers",
        "DEI019930",
        34,
        (
            "{place} Traveller Families' Voice",
            "{place} Romany Kinfolk",
            "{place} Showpeople's and Travellers' Rest",
            "Roma Neighbours of {place}",
            "{place} Waggon and Word",
        ),
        unnumbered=0.5,
    ),
    Theme(
        "disabled",
        "DEI020000",
        170,
        (
            "{place} Disability Voices",
            "{place} Access Champions",
            "Wheels Turning {place}",
            "{place} Learning Disability Theatre",
            "{place} Blind and Partially Sighted Ramblers",
            "{place} Autistic Adults' Corner",
            "{place} Independent Living Works",
            "{place} Rare Conditions Circle",
        ),
    ),
    Theme(
        "mental",
        "DEI020200",
        84,
        (
            "{place} Quiet Minds",
            "{place} Listening Bench",
            "{place} Recovery Allotment",
            "Still Waters {place}",
            "{place} Peer Support Kettle",
        ),
    ),
    Theme(
        "deaf",
        "EAR010000",
        38,
        (
            "{place} Deaf Signers' Club",
            "{place} BSL Story House",
            "{place} Deaf Youth Stage",
            "{place} Signed Sunday",
        ),
        unnumbered=0.4,
    ),
    Theme(
        "faith",
        "DEI030000",
        206,
        (
            "{place} Gurdwara Kitchen",
            "{place} Mosque Neighbours",
            "{place} Chapel Larder",
            "{place} Interfaith Doorstep",
            "{place} Synagogue Friendship Fund",
            "{place} Temple Lunch Circle",
            "{place} Parish Night Shelter",
            "{place} Gospel Street Pantry",
            "{place} Meeting House Trust Fund",
        ),
    ),
    Theme(
        "lgbt",
        "DEI040000",
        60,
        (
            "{place} Rainbow Teapot",
            "{place} Queer Readers",
            "{place} Pride Allotment",
            "{place} Lesbian Hikers",
            "{place} Bisexual Meet-Up",
        ),
        unnumbered=0.45,
        hidden=0.05,
    ),
    Theme(
        "migrants",
        "DEI050000",
        122,
        (
            "{place} Refugee Welcome Supper",
            "{place} Asylum Befrienders' Bench",
            "New Arrivals {place}",
            "{place} Migrant Workers' Evening School",
            "{place} Sanctuary Footsteps",
        ),
        unnumbered=0.4,
        hidden=0.25,
    ),
    Theme(
        "older",
        "DEI060000",
        148,
        (
            "{place} Silver Strollers",
            "{place} Pensioners' Parliament Club",
            "{place} Over Sixties' Workshop",
            "{place} Elders' Lunch and Lore",
            "{place} Later Life Choir",
        ),
    ),
    Theme(
        "young",
        "DEI070000",
        286,
        (
            "{place} Youth Boatshed",
            "{place} Young Makers",
            "{place} Adventure Playground Friends",
            "{place} Teen Radio",
            "{place} Under Fives' Forest",
            "{place} After School Orchard",
            "{place} Skate and Create",
            "{place} Young People's Assembly House",
        ),
    ),
    Theme(
        "poverty",
        "DEI080000",
        188,
        (
            "{place} Pay What You Can Pantry",
            "{place} Debt and Benefits Desk",
            "{place} Warm Coats",
            "{place} Fair Rent Circle",
            "{place} School Uniform Swap",
            "{place} Second Chance Learning",
            "{place} Tenants' Repair Club",
        ),
    ),
    Theme(
        "women",
        "DEI090000",
        112,
        (
            "{place} Women's Workbench",
            "{place} Mothers' Night School",
            "{place} Girls on Wheels",
            "{place} Women Who Write",
            "{place} Sisters' Savings Circle",
        ),
    ),
    Theme(
        "refuges",
        "DEI090000",
        40,
        ("{place} Safe Nights for Women", "{place} Refuge Keys", "Harbour Door {place}"),
        unnumbered=0.1,
        hidden=0.9,
    ),
    Theme(
        "welsh",
        "DEI700000",
        62,
        (
            "Clwb Cymraeg {place}",
            "Cylch Canu {place}",
            "Theatr Fach {place}",
            "Papur Bro {place}",
            "Menter Gymunedol {place}",
        ),
        nation="W",
        unnumbered=0.45,
    ),
    Theme(
        "cross_community",
        "DEI800000",
        24,
        (
            "{place} Both Sides Forum",
            "{place} Shared Street Association",
            "{place} Cross-Community Drummers",
            "{place} Bridge Walkers",
        ),
        nation="N",
    ),
    Theme(
        "carers",
        "EAR020000",
        70,
        (
            "{place} Carers' Half Hour",
            "{place} Young Carers' Den",
            "{place} Parent Carers' Porch",
            "{place} Dementia Carers' Walk",
        ),
    ),
    Theme(
        "care",
        "EAR030000",
        44,
        ("{place} Foster Families' Fund", "Care Leavers' Sofa {place}", "{place} Kinship Kitchen"),
    ),
    Theme(
        "veterans",
        "EAR040000",
        48,
        (
            "{place} Veterans' Breakfast",
            "{place} Armed Forces Families' Shed",
            "{place} Standing Easy Garden",
        ),
    ),
    Theme(
        "halls",
        None,
        132,
        ("{place} Village Hall Committee", "{place} Institute and Reading Room", "{place} Green Hall"),
    ),
    Theme(
        "enterprise",
        None,
        96,
        (
            "{place} Repair and Reuse",
            "{place} Community Bakery",
            "{place} Bike Kitchen",
            "{place} Linen Works",
        ),
        unnumbered=0.1,
    ),
    Theme(
        "general",
        None,
        218,
        (
            "{place} River Wardens",
            "{place} Community Orchard",
            "{place} Heritage Lantern",
            "{place} Film Barn",
            "{place} Brass and Strings",
            "{place} Advice Window",
            "{place} Car Scheme",
            "{place} Tool Library",
            "{place} Swimming Friends",
            "{place} Hedgehog Watch",
        ),
    ),
)
"""Every theme; the members add up to 2,500."""

BY_ID = {theme.id: theme for theme in THEMES}
