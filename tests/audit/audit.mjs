// graphql-http's audit of a served process: node audit.mjs ADDRESS TOKEN
// Prints what it has found, as JSON.
import { auditServer } from "graphql-http";

const [address, token] = process.argv.slice(2);

// As an operator, whom introspection is for: the audit asks for `__type`. And GET is for those who
// say that no other site's page has sent them.
const asOperator = (url, { headers, ...more } = {}) =>
  fetch(url, {
    ...more,
    headers: {
      ...headers,
      Authorization: `Bearer ${token}`,
      "GraphQL-Require-Preflight": "1",
    },
  });

const results = await auditServer({ url: `${address}/graphql`, fetchFn: asOperator });
const told = results.map(async ({ id, name, status, reason, response }) => ({
  id,
  name,
  status,
  ...(response && { reason, answer: `${response.status} ${await text(response)}` }),
}));
console.log(JSON.stringify(await Promise.all(told)));

async function text(response) {
  return response.bodyUsed ? "" : response.text();
}
