// Sign in, watch the wallet while something is liked, and read the feed to its end.
// node client.ts ADDRESS EMAIL PASSWORD: Node 24 runs TypeScript as it is.
import { setTimeout as pause } from "node:timers/promises";
import { Client, fetchExchange, subscriptionExchange, type OperationResult } from "@urql/core";
import { createClient as createSocket } from "graphql-ws";
import { initGraphQLTada } from "gql.tada";
import { toAsyncIterable } from "wonka";
import type { introspection } from "./graphql-env.d.ts";

const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { Micros: string; Month: string; Cursor: string; DateTime: string; Duration: string };
}>();

const SignIn = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) { token person { id handle } errors { code message } }
  }
`);
const Feed = graphql(`
  query Feed($after: String) {
    posts(first: 20, after: $after) {
      edges { node { id body likeCount viewerHasLiked author { id handle } } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);
const Like = graphql(`
  mutation Like($input: LikeInput!) {
    like(input: $input) { like { id } numberOfLikes errors { code message } }
  }
`);
const LiveWallet = graphql(`
  subscription LiveWallet {
    walletUpdated { id giving { likeCount share { amount currency } } }
  }
`);

const [address = "http://127.0.0.1:8000", email = "", password = ""] = process.argv.slice(2);

/** As fetch. When it was too much in a short time: once more, when the server says. */
async function patientFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  if (response.status !== 429) return response;
  const seconds = Number(response.headers.get("retry-after") ?? 1);
  console.log("too much in a short time: a pause");
  await pause(seconds * 1000);
  return patientFetch(input, init);
}

function clientOf(token?: string): Client {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const url = `${address}/graphql`;
  const socket = createSocket({ url: url.replace(/^http/, "ws"), connectionParams: headers });
  const live = subscriptionExchange({
    forwardSubscription: ({ query = "", variables }) => ({
      subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables }, sink) }),
    }),
  });
  return new Client({
    url,
    fetch: patientFetch,
    fetchOptions: { headers },
    preferGetMethod: false, // a GET needs the header GraphQL-Require-Preflight
    exchanges: [fetchExchange, live],
  });
}

/** The data. Else an error: its `graphQLErrors` have `extensions.code`, see docs/errors.md. */
function dataOf<Data>({ data, error }: OperationResult<Data>): Data {
  if (error) throw error;
  return data as Data;
}

/** The payload of a mutation that was done. Throws why it was refused. */
function done<Payload extends { errors: { code: string; message: string }[] }>(
  payload: Payload | null,
): Payload {
  const [refusal] = payload?.errors ?? [];
  if (!payload || refusal) throw new Error(`${refusal?.code}: ${refusal?.message}`);
  return payload;
}

// Sign in.
const input = { email, password };
const { token, person: me } = done(dataOf(await clientOf().mutation(SignIn, { input })).signIn);
const client = clientOf(token ?? "");
console.log(`signed in as ${me?.handle}`);

// Open the wallet: it is shown as it is, then whenever it has changed.
const wallet = toAsyncIterable(client.subscription(LiveWallet, {}))[Symbol.asyncIterator]();
async function showWallet(): Promise<void> {
  const state = await wallet.next();
  if (state.done) throw new Error("The wallet's feed has ended.");
  const { likeCount, share } = dataOf(state.value).walletUpdated.giving;
  console.log(`wallet: ${likeCount} likes of ${share.amount} ${share.currency} each`);
}
await showWallet();

// Like the newest post of somebody else that you do not like yet.
async function page(after: string | null) {
  const { posts } = dataOf(await client.query(Feed, { after }));
  if (!posts) throw new Error("There is no feed.");
  return posts;
}
async function like(targetId: string): Promise<void> {
  const payload = done(dataOf(await client.mutation(Like, { input: { targetId } })).like);
  console.log(`liked: ${payload.numberOfLikes} of this month`);
}
const newest = await page(null);
const theirs = newest.edges.find(
  ({ node }) => node.author.id !== me?.id && !node.viewerHasLiked,
);
if (theirs) {
  await like(theirs.node.id);
  await showWallet();
}
await wallet.return?.();

// What is refused says why, and has changed nothing.
if (me) await like(me.id).catch((refusal: Error) => console.log(`refused: ${refusal.message}`));

// Read the feed to its end, page by page.
let { edges, pageInfo } = newest;
let count = edges.length;
while (pageInfo.hasNextPage) {
  ({ edges, pageInfo } = await page(pageInfo.endCursor));
  count += edges.length;
}
console.log(`feed: ${count} posts`);
