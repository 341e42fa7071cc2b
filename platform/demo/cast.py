"""The people of the demo: who they are, what they care for, what they pay. All are invented."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "likewise-demo"  # noqa: S105 - everybody's, and printed at every start
OPERATOR = "admin"
EMAIL_HOST = "likewise.example"


@dataclass(frozen=True, slots=True)
class Character:
    """Somebody of the demo.

    `circles` are what she cares for. `joins` is a position in the story: 1.5 is half-way through
    the second month. `draws` is how much others care for her things, `likes_a_month` how many
    likes she gives. `pays_units` a month: 0 for most people of this world. `forward_bps` is what
    she chose to pass on, if she did; `shows_likes`, that everybody may see what she likes.
    """

    handle: str
    name: str
    about: str
    circles: frozenset[str]
    joins: float
    draws: int
    likes_a_month: int
    pays_units: int
    forward_bps: int | None
    shows_likes: bool

    @property
    def email(self) -> str:
        """Where she signs in with."""
        return f"{self.handle}@{EMAIL_HOST}"


RING = ("bo", "mika", "tess", "juno")
"""Friends who like each other above all: coins go to and fro between them."""

_CHOSEN_FORWARDING_BPS = {"dee": 5000, "pierre": 2500}
_SHOWING = """
bo noor tomasz mika tess ravi lucia kofi hana leila sigrun wanjiru anh zeynep maeve olena sam
priya chiara lars mei emeka rosa finn agnes
"""
"""Those who chose to show what they like: nobody of LOGINS but bo, the others may try it."""

# handle | name | circles | joins | draws | likes a month | pays units a month
#   about
_CAST = """
admin          | Marit Solberg      | words             | 0.00 |  1 |  4 |  0
  Keeps the lights on here. Bread, books, backups.
ada            | Ada Okafor         | music words craft | 0.01 |  1 | 15 |  5
  Reads on trains. Likes out loud. Five a month, well spent.
bo             | Bo Lindqvist       | ring music        | 0.01 |  2 | 14 |  0
  Broke and generous: what comes in goes on to you.
cy             | Cy Moreno          | music             | 0.02 | 14 |  8 |  0
  Songs made of found sounds. The rain gets a writing credit.
dee            | Dee Marchetti      | craft             | 0.02 |  6 |  9 |  0
  Linocuts of pigeons behaving like people, and the reverse.
paper_lanterns | The Paper Lanterns | music             | 0.03 | 12 |  6 |  0
  Four people, one van, no drummer since Tuesday.
noor           | Noor Haddad        | words             | 0.03 |  9 |  9 |  0
  Poems, mostly short, mostly about balconies.
tomasz         | Tomasz Wilk        | craft             | 0.04 | 11 |  8 |  0
  A free zine on mending bicycles. Kraków, second courtyard.
amara          | Amara Diallo       | words kitchen     | 0.04 |  9 |  8 |  0
  Records the markets of Dakar before the buses wake up.
yuki           | Yuki Tanabe        | play              | 0.05 | 10 |  8 |  0
  Tiny games for people who are waiting for something.
mika           | Mika Virtanen      | ring play         | 0.03 |  1 | 11 |  0
  Bo's flatmate. The good one.
tess           | Tess O'Malley      | ring words        | 0.03 |  1 | 12 |  0
  I laugh at my own jokes so that you don't have to.
juno           | Juno Park          | ring craft        | 0.04 |  2 | 11 |  0
  Skates, badly. Draws on napkins, well.
ravi           | Ravi Menon         | words sky         | 0.05 |  3 | 12 | 10
  Small telescope, large patience.
lucia          | Lucía Ferreyra     | words             | 0.05 |  2 | 13 |  5
  Traduzco. Translator of everything but contracts.
kofi           | Kofi Asante        | kitchen           | 0.06 |  3 | 10 |  5
  Baker. Up before you. Yes, you too.
hana           | Hana Nováková      | music kitchen     | 0.06 |  1 | 12 |  2
  Second alto, first to the biscuits.
oskar          | Oskar Brandt       | craft sky         | 0.07 |  3 |  9 | 10
  Kept a lighthouse for 31 years. Now it keeps itself.
leila          | Leila Karimi       | words craft       | 0.07 |  1 | 11 |  5
  Architect of staircases that nobody asked for.
mateus         | Mateus Rocha       | kitchen sky       | 0.08 |  1 |  9 |  0
  Pescador de domingo, otimista o resto da semana.
sigrun         | Sigrún Jónsdóttir  | craft             | 0.08 |  2 | 10 |  5
  Knits faster than she talks. Talks fast.
wanjiru        | Wanjiru Kamau      | kitchen sky       | 0.09 |  3 | 10 |  5
  Seed bank. Ask me about beans. Please ask me about beans.
pierre         | Pierre Lambert     | kitchen           | 0.09 |  2 |  8 | 10
  Cheesemonger. Everything is a question of rind.
anh            | Anh Nguyễn         | craft kitchen     | 0.10 |  2 | 11 |  0
  Drawing a map of every noodle within cycling distance.
zeynep         | Zeynep Aydın       | words sky         | 0.10 |  2 | 11 |  5
  Takes the 7:40 ferry and describes it.
diego          | Diego Quispe       | sky               | 0.11 |  1 |  8 |  0
  Mountain guide. Slow is smooth, smooth is lunch.
maeve          | Maeve Brennan      | words             | 0.11 |  3 | 14 | 10
  Bookshop with a cat. The cat decides.
farid          | Farid Rahimi       | craft sky         | 0.12 |  4 |  8 |  0
  Kites. Also: repairs to kites. Also: apologies to trees.
olena          | Olena Kovalenko    | sky play          | 0.12 |  2 | 10 |  5
  Teaches maths on a rooftop when the weather does its homework.
sam            | Sam Whitaker       | play              | 0.13 |  4 |  9 |  2
  Maintains a small library that large companies need.
priya          | Priya Raman        | words play        | 0.13 |  2 | 13 | 10
  Data reporter. The chart is sad but the axis starts at zero.
gwen           | Gwen Parry         | sky               | 0.14 |  2 |  7 |  0
  Hyfforddwr cŵn defaid. The dogs are doing most of it.
ibrahim        | Ibrahim Sow        | kitchen play      | 0.14 |  2 |  9 |  0
  Coach of the under-nines. We lost 11 to 2. We scored two!
chiara         | Chiara Galli       | music craft       | 0.15 |  2 |  9 |  5
  Violins. Opened, mended, closed, forgiven.
lars           | Lars Holm          | sky play          | 0.15 |  1 | 10 | 10
  Retired physics teacher. Still drops things on purpose.
mei            | Mei Lin Tan        | craft kitchen     | 0.16 |  3 | 12 |  5
  Sketches hawker stalls; eats the models.
tane           | Tāne Rewi          | sky               | 0.16 |  2 |  8 |  0
  Counts birds. The birds count back.
nadia          | Nadia Petrova      | words play        | 0.17 |  1 |  9 |  2
  Chess in the park, any weather, any opponent, any pigeon.
joao           | João Pires         | craft             | 0.17 |  2 |  8 |  0
  Azulejos. One tile a day, a wall one day.
emeka          | Emeka Obi          | music craft       | 0.18 |  2 | 10 |  5
  Repairs radios; keeps the voices he finds inside.
rosa           | Rosa Giménez       | ring music kitchen | 0.18 |  3 | 22 | 10
  Abuela. My granddaughter says I like too much. I pay, so.
finn           | Finn Keller        | music play        | 0.19 |  1 | 10 |  2
  Student. Two a month until the card says no.
ben            | Ben Adeyemi        | music words       | 2.06 |  1 |  8 |  5
  New here. Listening first.
agnes          | Agnes Tuilagi      | kitchen sky       | 3.02 |  2 |  9 |  5
  Community garden, plot nine, the one with the chair.
coin_fairy     | Coin Fairy $$$     | sky               | 3.04 |  0 |  0 |  0
  I make coins. You make coins. ASK ME HOW!!!
"""


def _character(columns: str, about: str) -> Character:
    handle, name, circles, joins, draws, likes, pays = (each.strip() for each in columns.split("|"))
    return Character(
        handle=handle,
        name=name,
        about=about.strip(),
        circles=frozenset(circles.split()),
        joins=float(joins),
        draws=int(draws),
        likes_a_month=int(likes),
        pays_units=int(pays),
        forward_bps=_CHOSEN_FORWARDING_BPS.get(handle),
        shows_likes=handle in _SHOWING.split(),
    )


_LINES = _CAST.strip().splitlines()

CAST = tuple(map(_character, _LINES[::2], _LINES[1::2]))
BY_HANDLE = {each.handle: each for each in CAST}

LOGINS = {
    BY_HANDLE[handle].email: who
    for handle, who in {
        OPERATOR: "the operator: approves payouts, closes months",
        "ada": "a supporter, five units a month",
        "bo": "pays nothing, passes on what comes in",
        "cy": "a creator, registered for payouts",
        "dee": "a creator, not registered",
    }.items()
}
"""Those of them to be, and what there is to try as them."""
