// graphql-ws on Node as one writes it: one subscription with the fields of our wallet, fed from
// memory. POST /push?messages=N&per_second=R moves N wallets in turn, R a second (0: no pause).
import { createServer } from 'node:http';
import { buildSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

const TICK_MILLISECONDS = 50;
const schema = buildSchema(`
  scalar Micros
  type Money { micros: Micros! }
  type Received { available: Money! held: Money! inFlight: Money! }
  type Wallet { budget: Money! received: Received! projection: Money! version: Int! }
  type Query { ok: Boolean }
  type Subscription { walletUpdated: Wallet! }
`);

const feeds = [];

class Feed {
  #wallets = [];
  #waiting = null;
  #version = 0;

  constructor() {
    feeds.push(this);
    this.move();
  }
  move() {
    this.#version += 1;
    const none = { micros: '0' };
    const wallet = {
      version: this.#version,
      budget: { micros: String(this.#version) },
      projection: none,
      received: { available: none, held: none, inFlight: none },
    };
    const item = { value: { walletUpdated: wallet }, done: false };
    if (this.#waiting) {
      this.#waiting(item);
      this.#waiting = null;
    } else {
      this.#wallets.push(item);
    }
  }
  next() {
    if (this.#wallets.length > 0) return Promise.resolve(this.#wallets.shift());
    return new Promise((resolve) => (this.#waiting = resolve));
  }
  get idle() {
    return this.#waiting !== null;
  }
  return() {
    const place = feeds.indexOf(this);
    if (place >= 0) feeds.splice(place, 1);
    return Promise.resolve({ value: undefined, done: true });
  }
  [Symbol.asyncIterator]() {
    return this;
  }
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function push(messages, perSecond) {
  const atOnce = Math.round((perSecond * TICK_MILLISECONDS) / 1000) || feeds.length;
  let nextAt = performance.now();
  for (let first = 0; first < messages; first += atOnce) {
    const moved = [];
    for (let number = first; number < Math.min(first + atOnce, messages); number += 1) {
      moved.push(feeds[number % feeds.length]);
    }
    moved.forEach((feed) => feed.move());
    // No wallet moves again before its last state has been taken: a queue is not what is measured.
    while (moved.some((feed) => !feed.idle)) await new Promise(setImmediate);
    nextAt += TICK_MILLISECONDS;
    if (perSecond) await pause(Math.max(0, nextAt - performance.now()));
  }
}

const server = createServer(async (request, response) => {
  const asked = new URL(request.url, 'http://127.0.0.1').searchParams;
  await push(Number(asked.get('messages')), Number(asked.get('per_second')));
  response.end('{}');
});
useServer(
  { schema, roots: { subscription: { walletUpdated: () => new Feed() } } },
  new WebSocketServer({ server, path: '/graphql', perMessageDeflate: false }),
);
server.listen(0, '127.0.0.1', 1024, () => console.log(server.address().port));
process.on('SIGTERM', () => process.exit(0));
