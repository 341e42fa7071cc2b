"""The second month: they know each other by now."""

POSTS = """
rosa: My granddaughter showed me where the money goes. Eleven cents to a man with a kite! I had to
sit down. Then I liked his other kite.

dee: Linocut no. 5: two pigeons share one umbrella. They have never looked drier or more in love.

bo: Last month 94 cents arrived, because friends of mine liked my soup photo. I passed them all
on. I felt like a bank, but a nice one.

cy: Recorded the stairwell of a parking garage. Somebody came down whistling, saw the microphone,
and kept whistling, in thirds with the echo. You're on the record, stranger.

noor: My neighbour waters / her plastic flowers. / They are doing very well.

kofi: Experiment: I played the rain album to the sourdough. It rose a centimetre more. Control
group was also delicious, so no loss.

tomasz: Zine no. 2: THE CHAIN IS INNOCENT. It was the derailleur. It's always the derailleur.

paper_lanterns: We need a drummer. Requirements: a van is nice. A drum is nicer. Patience with a
bass player who counts in Fibonacci.

mika: Flatmate report: I asked Bo to turn the music down and he turned it around. It's facing the
wall now. It helped.

zeynep: Bu sabah vapurda herkes aynı anda sustu. Kimse nedenini bilmiyordu. Sonra güneş çıktı.

amara: New episode: the woman who sells only lids. "Everybody loses the lid," she says. "I'm the
one who waits."

ravi: Jupiter and four moons, drawn in pencil, as Galileo did. Mine has a coffee ring. Possibly a
fifth moon.

maeve: A boy asked for a book "with a sad dog who is fine at the end". We have eleven. The cat
found the best one by sleeping on it.

yuki: Update 1.2: the red light is now four seconds longer, by popular request from people who
were winning.

wanjiru: Bean news! Forty centimetres and looking for something to hold. Aren't we all.

tess: My fern has told its first joke. I didn't get it. It's a slow burner.

sam: A company asked me to join a call about my "supply chain". I am the chain. I'm one guy with a
kettle.

oskar: Logbook, 3 March 1991: "Fog. A heron stood on the rail all night and we did not discuss
it."

sigrun: Peysan er tilbúin. Ermarnar eru mislangar, en það er frændi líka.

mei: Today the kopi auntie drew ME. I have very big ears and I look happy. I'll frame it.

pierre: A cheese was left in the cellar by mistake for two years. I opened the door and it said
good evening.

juno: Fell in front of eleven people at the skate park. All of them clapped. I stood up and did it
again, for the ones at the back.

olena: Учениця запитала: «А навіщо нам нуль?» Ми мовчали хвилину. Це була найкраща відповідь.

lucia: Me pidieron traducir un chiste. Ahora tiene una nota al pie, y la nota al pie es mejor.

lars: Built a pendulum from the stairwell to the cellar. The whole house keeps time now. My wife
has asked for it in weekdays only.

hana: We found a tenor! He was there all along, behind the piano, too shy to say.

farid: A girl gave me her spelling test to make a kite from. "So that it goes up," she said. It
went up.

gwen: The pup has met a sheep that is not afraid of her. She came home and thought about it for an
hour under the table.

priya: Asked the city for data on benches. They sent a spreadsheet with a column "nice". I have
never trusted a dataset more.

anh: Noodle no. 14. Cô chủ quán hỏi bản đồ của tôi có đẹp bằng bát bún này không. Tôi nói: chưa.

emeka: Fixed a radio for a man of ninety. He didn't turn it on. He just held it and said: there
you are.

tane: The kākā have learned to open my lunch. I have learned to bring two lunches. Who is studying
whom.

ibrahim: We lost 7 to 3. Parents asked what our tactics are. "Three," I said.

mateus: Consertei a rede com a linha que a minha avó guardava "para uma ocasião". Era essa, vó.

chiara: A customer played one note on her mended violin, stopped, and said: "There she is." I ate
my lunch in the workshop just to stay near that note.

leila: The step for sitting is built. Today someone sat on it and ate an orange. I walked past
three times, casually.

nadia: Chess with a pigeon watching. I castled. It left. Everyone is a critic.

joao: Azulejo 37. Descobri que a parede do vizinho é maior do que a minha. Estamos a negociar.

diego: On the ridge we met a man who carries a chair up every Sunday. He let us sit, one after the
other, and told us the names of the valleys.

finn: Exam question 4: "Define entropy." My desk, professor. I brought a photo.

bo: Soup photo two. You made me do this.

dee: Someone in Lisbon has my pigeons in her kitchen. I've never been to Lisbon. My pigeons have.
"""
