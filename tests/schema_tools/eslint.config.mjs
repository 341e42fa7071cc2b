// GraphQL's linter, on the schema and on the examples. Every exception says why it is one.
import graphql from "@graphql-eslint/eslint-plugin";

const judged = {
  languageOptions: {
    parser: graphql.parser,
    parserOptions: {
      graphQLConfig: { schema: "schema.graphql", documents: "examples/**/*.graphql" },
    },
  },
  plugins: { "@graphql-eslint": graphql },
};
const rulesOf = (name) => graphql.configs[`flat/${name}`].rules;

// What is no thing of its own, but a value of the thing that it is read with.
const values = [
  "Balances",
  "AccountSum",
  "DryRun",
  "Economy", // there is one
  "Freeze",
  "Giving",
  "Inspection", // the last one of its kind
  "LedgerCheck",
  "LedgerCheckPart",
  "LedgerFinding",
  "LedgerHealth",
  "LikedTarget",
  "LikesReceived",
  "MendedFile",
  "Money",
  "MonthChange",
  "MonthSums",
  "NextMonth",
  "OutcomeProof",
  "PageInfo",
  "PaymentMethod",
  "PayoutPreview",
  "PayoutStep",
  "Received",
  "Refusal",
  "SettlementDurations",
  "SettlementHop",
  "SettlementProgress",
  "Simulation", // the same for the same numbers, and kept nowhere
  "SimulationHop",
  "SimulationReceivers",
  "Standing", // everybody has one
  "Terms", // there are one installation's
  "WebAddress",
  "Verification",
];

export default [
  {
    ...judged,
    files: ["schema.graphql"],
    rules: {
      ...rulesOf("schema-recommended"),
      ...rulesOf("schema-relay"),
      // Answers, slices and places in them have no identity either.
      "@graphql-eslint/strict-id-in-types": [
        "error",
        { exceptions: { types: values, suffixes: ["Payload", "Connection", "Edge"] } },
      ],
      // Lists go on forward alone: docs/decisions/lists-go-forward.md.
      "@graphql-eslint/relay-arguments": ["error", { includeBoth: false }],
      // What stays short is a plain list: the refusals of a payload, the hops of a settlement.
      "@graphql-eslint/relay-edge-types": ["error", { listTypeCanWrapOnlyEdgeType: false }],
      // It takes `Me.membership` for a repeated `Me`, and has no exceptions. Whole words are
      // looked for by tests/integration/test_schema_tools.py.
      "@graphql-eslint/no-typename-prefix": "off",
    },
  },
  { ...judged, files: ["examples/**/*.graphql"], rules: rulesOf("operations-recommended") },
];
