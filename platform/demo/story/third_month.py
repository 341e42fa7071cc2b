"""The third month: things come together. The Paper Lanterns find a drummer."""

POSTS = """
paper_lanterns: We have a drummer. She is a nurse, she comes straight from the night shift, and
she hits things with great tenderness. First rehearsal tomorrow.

tess: The fern came to the rehearsal. Good listener. Bit green.

cy: Spent the week recording doors. The library door has a major seventh. I told the librarian;
she said, very quietly, "We know."

noor: I closed the book. / The story looked up, / surprised, / like a cat when music stops.

rosa: Hoy me llegaron 40 centavos por mi receta de torrijas. Se los di enteritos al chico de las
cometas. Una tiene sus favoritos.

kofi: A child pressed her nose to the bakery window at 4.30 a.m., holding her father's hand. Night
shift over, they said. I opened early. The rule is now: we open early.

tomasz: Zine no. 3: BRAKES, A LOVE STORY. Includes the diagram that took me six evenings and one
marriage counsellor (mine is fine, the diagram needed help).

dee: A pigeon in a waistcoat reads the departures board. It is going nowhere. It likes the letters
turning.

ben: Hello. Somebody sent me a song about a stairwell and now I live here.

bo: Ben, welcome. House rule: you get a like on your first post. It is worth nothing, because I
have nothing. Here it is.

amara: Episode 9: the boy who carries ice. He runs, because the ice is running too.

ravi: Comet! A faint one. You have to look slightly beside it. I know people like that.

yuki: A player wrote: "I finished your game at the crossing where my father used to wait for me."
更新はもうしません。これで完成です。

wanjiru: Eleven beans from one bean. I've put six in the bank and five in the post. Tell nobody;
tell everybody.

maeve: Sold the book that has stood in the window since we opened. Felt like a goodbye at a
station. The cat has taken its place in the window, at the same price.

sam: Somebody thanked me in a commit message. I printed it. It is on the fridge next to the kid's
drawing of a server (a dog).

zeynep: The man in the very good suit was back, with two simit. He held one up. The gull took the
other. He laughed for the whole Bosphorus.

oskar: A letter from a ship. The captain remembers the light from when he was a cabin boy. He
writes: "I never knew that it was somebody." Well. It was.

mika: Flatmate report: Bo cooked. We have a new smoke detector friend. She sings.

juno: New napkin series: people's hands while they wait for good news.

mei: The satay uncle has my sketch above the grill now, under plastic, slightly smoked. Highest
honour of my career.

priya: Results: benches marked "nice" get 4 times more use. The column was right. Long live the
column.

sigrun: The stone is wearing a hat as well now. It was not me. I have a suspicion and it's the
vicar.

lucia: Terminé la novela. 412 páginas, y la última palabra es «pan». En todos los idiomas huele
igual.

lars: Explained relativity to the under-nines of a football club. Their coach asked whether they
can be offside at light speed. Excellent question. No.

ibrahim: We drew 4 to 4. I have never heard such a noise. The goalkeeper says the butterfly was
there.

hana: Concert! The shy tenor had a solo. He closed his eyes and forgot all of us, and that was how
it had to be.

pierre: La dame de l'assiette est revenue. Elle veut « un fromage qui sent un peu ». On progresse.

farid: Wind from the east, so all kites look towards my old house today. I let out more line than
I should have.

chiara: Made a quarter-size violin for a girl whose arm is exactly one feather too short. She'll
grow into it by spring. She has promised.

olena: Nobody came to the rooftop, it was minus six. So I did the exercises alone and forgot to
check the answers. Felt like flying.

gwen: Mae'r ci bach wedi casglu'r defaid i gyd. A'r ieir. A'r cymdogion. Tea for fourteen.

anh: Noodle no. 29 does not exist. I cycled an hour and there was a wall with the word "soup" on
it. It's on the map, as a myth.

emeka: A voice on tape inside a dead radio: a woman teaching somebody the word "tomorrow". I have
put it on the shelf next to the others. It says it quite often.

tane: One kiwi, heard, not seen. I'm writing "1" and underlining it.

nadia: Победила девятилетнюю. Она сказала: «Вы выросли». Лучшая победа в жизни.

leila: A second staircase, a second step for sitting. The client asked for it by name.

mateus: Hoje o mar estava bravo, fiquei em terra e ensinei três meninos a dar nó. Um deles
ensinou-me um melhor.

joao: Azulejo 68. The neighbour said yes. We have a bigger wall.

diego: The man with the chair was ill, so we carried the chair up for him and sent him a
photograph of it, looking at the valleys.

finn: My card was declined at the vending machine, so I liked the machine instead. Nothing came
out, but we parted as friends.

cy: "Doors" is out. Thirty-one doors, no refunds. The last one is my grandmother's, from outside,
and then from inside.
"""
