"""The first month: everybody arrives."""

POSTS = """
admin: The doors are open. There are chairs, there is a kettle, and the Like button does
something. Mind the cable by the piano.

bo: Hello! I have no money. I have opinions, a bicycle and a strong liking for all of you.

cy: First upload: eleven minutes of rain on a tin roof, in B flat. The roof chose the key.

dee: New print. A pigeon waits for the lift, as if it could not fly. Edition of twelve, ink still
wet.

paper_lanterns: We drove nine hours to play for fourteen people and a dog. The dog stayed for the
encore. Best night of the tour.

noor: Balcony, 6 a.m.: / the sea has come back / without saying where it was.

tomasz: Zine no. 1 is out: HOW TO FIX A FLAT WITHOUT CRYING. Eight pages, free, a little oily.

tess: I told my plant a joke. It's a fern, so it took it quite well. It has fronds in high places.

kofi: Four in the morning, rye in the oven, street empty. The best coworker is yeast: quiet, warm,
always rising.

ravi: Clear sky at last. Saturn through a 9 cm telescope looks like somebody drew it there to
please me. It worked.

maeve: The cat has moved the crime section to the floor again. She feels it should be
investigated.

amara: The fish market at five: forty voices, one scale, and nobody needs the scale.

yuki: 新作:信号待ちの間だけ遊べるゲーム。赤なら遊べる、青なら終わり。
One level is called "very long crossing".

oskar: For 31 years I wrote "light on, light off". Today I read all of it. There is a plot.

sigrun: Knitted a jumper for a standing stone. It did not ask for it, but it did not take it off
either.

mateus: O mar hoje estava tão calmo que até os peixes bocejavam. Não pesquei nada. Dia perfeito.

zeynep: 7.40 ferry: a gull stole a simit from a man in a very good suit. He bowed. The gull did
not.

mika: Flatmate report: Bo has alphabetised the spices. Cumin is under P, for "probably cumin".

wanjiru: This bean was carried in a coat hem across two borders by somebody's great-aunt. It
germinated this morning. I may have cried on a bean.

lucia: Hoy traduje "saudade" por cuarta vez. Cuatro veces distinta. Las cuatro, correctas.

lars: Dropped an apple and a piano key from the same window. Same time. Thirty years of telling
children, and I still check.

pierre: Un client m'a demandé un fromage « qui ne sent rien ». Je lui ai vendu une assiette.

gwen: The new pup herded the postman into the shed and then sat down, very proud. The post was on
time, at least.

olena: Rooftop class. We proved that there are infinitely many primes, and then it rained, which
is also proof of something.

hana: Choir. We practised four bars for one hour. At the end it was so quiet that somebody's
stomach sang the answer.

chiara: Opened a violin from 1890 and found a tram ticket inside. One way. I put it back.

farid: The red kite flew for forty minutes, then chose a tree. We respect its decision.

juno: Drew everyone in the waiting room on napkins. Nobody was called in on time, so it became a
series.

sam: Closed an issue that was opened when I still had hair. The fix was one line. The line was
"return".

priya: I made a chart of how long people look at charts. Most of them never reached the second
half of th

anh: Noodle no. 1 on the map: the stall behind the pharmacy. She adds the herbs with her eyes
closed. Ten out of ten, no notes.

ibrahim: Under-nines, first game. Our goalkeeper was following a butterfly. The butterfly was
offside.

leila: I have designed a staircase with a step for sitting. The client asks what it is for. It's a
step for sitting.

joao: Azulejo número um: um barco. O azul saiu diferente. Agora é um barco ao fim da tarde.

tane: Dawn count: 11 tūī, 4 pīwakawaka, 1 pigeon so full of berries that it counted as two.

nadia: Lost to a nine-year-old in the park. She offered me a rematch "when you are bigger".

emeka: This radio still had a station set from 1974. I turned it on and it was the news, and it
was oddly the same news.

mei: Sketched the satay uncle today. He looked at it a long time, then said: my fan arm is
stronger. He is right. Corrected.

rosa: Buenas tardes, soy Rosa, tengo 81 años y ya sé poner el corazoncito. Cuidado conmigo.

finn: Library, midnight. Somebody has written "same" under every sentence of this book. Found my
people.

diego: Three clients asked how far it is to the top. I said: one song and two jokes. It was five
jokes. Nobody minded.

cy: Dropped the rain track's second side: the same roof, drying. It is a ballad.
"""
