// graphql-ws's and graphql-sse's own clients, against a server that Python's tests have started.
// node clients.mjs ADDRESS TOKEN: prints what each of them has seen, as one line of JSON.
import { createClient as overSocket } from "graphql-ws";
import { createClient as overEvents } from "graphql-sse";

const [address, token] = process.argv.slice(2);
const WALLET = "subscription { walletUpdated { version } }";
const ROOT = "{ __typename }";

/** Everything that an operation brings until it ends, or until there are `most` of it. */
function gather(client, query, most = Infinity) {
  return new Promise((resolve) => {
    const seen = [];
    let leave = () => {};
    const end = (how) => {
      leave();
      resolve({ seen, end: how });
    };
    leave = client.subscribe(
      { query },
      {
        next: (result) => {
          seen.push(result);
          if (seen.length >= most) queueMicrotask(() => end("left"));
        },
        error: (error) => end(described(error)),
        complete: () => end("complete"),
      },
    );
  });
}

function described(error) {
  if (Array.isArray(error)) return { errors: error.map((each) => each.message) };
  if (error.code) return { code: error.code, reason: error.reason };
  return { message: String(error.message), status: error.response?.status };
}

function socketAs(bearer, more = {}) {
  const connectionParams = bearer ? { authorization: `Bearer ${bearer}` } : undefined;
  const url = `${address.replace("http:", "ws:")}/graphql`;
  return overSocket({ url, connectionParams, lazy: true, retryAttempts: 0, ...more });
}

function eventsAs(bearer) {
  const headers = bearer ? { Authorization: `Bearer ${bearer}` } : {};
  return overEvents({ url: `${address}/graphql`, headers, retryAttempts: 0 });
}

async function whatIsSeen(connect) {
  const mine = connect(token);
  const found = {
    query: await gather(mine, ROOT),
    feed: await gather(mine, WALLET, 1),
    again: await gather(mine, WALLET, 1),
    mistake: await gather(mine, "{ nothing }"),
    nobody: await gather(connect(null), ROOT),
    forbidden: await gather(connect("of-nobody"), ROOT),
  };
  mine.dispose();
  return found;
}

/** The client's own pings: how many of them the server has answered. */
function pongs(wanted) {
  return new Promise((resolve) => {
    let answered = 0;
    const client = socketAs(token, { lazy: false, keepAlive: 50 });
    client.on("pong", (received) => {
      if (received && ++answered === wanted) {
        client.dispose();
        resolve(answered);
      }
    });
  });
}

const seen = {
  socket: await whatIsSeen(socketAs),
  events: await whatIsSeen(eventsAs),
  pongs: await pongs(3),
};
console.log(JSON.stringify(seen));
process.exit(0);
