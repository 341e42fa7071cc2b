"""The running month. A demo that starts on the first sees the beginning of it."""

POSTS = """
dee: This month's print: a pigeon feeds an old man bread, a little at a time, from a bench. He
keeps coming back.

agnes: Plot nine, reporting for duty. I've a chair, a rake and a robin who thinks he's the
foreman.

cy: New month, new microphone, old coat. Recording what the city does when it believes nobody is
there. So far: a lot of humming.

paper_lanterns: The nurse counts us in now. "And breathe," she says, and we come in together. Nine
years, and that's all it took.

bo: State of the bank of Bo: balance zero, all passed on, shareholders hugged.

noor: Two chairs on the balcony. / One of them / is for the evening.

kofi: We open early. Today there were six of them at the window. I had to make the small rolls,
the ones for one hand while you hold somebody's with the other.

wanjiru: Agnes, a parcel with five beans is on its way to you. Plant them by the chair. They like
company.

tomasz: Zine no. 4 needs a title. Topic: saddles. My own suggestion was rejected by the whole
courtyard.

rosa: Ya tengo club de fans. Son cuatro y una es mi hermana. Gracias por los corazoncitos, los
paso todos.

amara: Season two begins with silence: the market on the one day that it is closed. Listen for the
cats.

dee: Studio notes: you cut away what is not pigeon. Then you find out that you needed some of it.

yuki: I said that I was finished. Then it rained, and I noticed nobody has made a game about
deciding whether to run.

maeve: The cat has put her paw on a customer's hand just as he was about to put the book back.
Sold. She gets staff discount now.

mika: Flatmate report: spices are sorted by feeling. Tonight's dinner is "reassured".

ravi: Tonight: the Moon next to Venus, no telescope needed. Go out. It's on me.

sam: I wrote the docs. All of them. Then I understood the code, and deleted half.

tess: Planted a second fern, so that the first has somebody who gets it.

ibrahim: WE WON. 3 to 2. The butterfly is in the team photo, if you know where to look.

oskar: The captain came by. We looked at the light together and it went on by itself, on time.
"Not bad," he said, "for a machine."

mei: Drawing the whole market in one sheet. It is two metres long and smells of garlic by osmosis.

zeynep: Yağmur var, vapur yarı boş. Martı bugün yanımdaki koltukta oturdu. Bilet sormadılar.

farid: New kite, made from all the labels of things we mended. It flies a little to the left, like
most of us.

olena: Full rooftop. We counted how many ways there are for everyone to greet everyone. Then we
tried them all.

agnes: The robin has inspected the beans. Approved, with remarks.

juno: I landed it. No photos, nobody there. Telling you is the clapping.

hana: Rehearsing a requiem, giggling. There's no better place for either.

lars: The pendulum is allowed on weekends now too. My wife times the eggs by it.

gwen: Nobody tell the pup, but the unafraid sheep waits for her at the gate each morning.

emeka: The voice has a name: her son heard it here and wrote to me. I sent him "tomorrow". He sent
back "thank you", in the same voice, nearly.
"""
