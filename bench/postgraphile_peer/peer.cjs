// PostGraphile as one runs it in production: over our tables, with the two functions that
// bench/api_rows.py adds for it. Says its port in its first line.
const { createServer } = require('node:http');
const { Pool } = require('pg');
const { postgraphile } = require('postgraphile');

const pool = new Pool({
  connectionString: process.env.LIKEWISE_DATABASE_URL,
  max: Number(process.env.LIKEWISE_DATABASE_POOL_SIZE),
  idleTimeoutMillis: 0, // between two rounds it keeps what it has prepared, as the others do
});
const handler = postgraphile(pool, 'public', {
  disableQueryLog: true,
  dynamicJson: true,
  graphiql: false,
  ignoreRBAC: false,
  legacyRelations: 'omit',
  setofFunctionsContainNulls: false,
  watchPg: false,
});
const server = createServer(handler);
server.listen(0, '127.0.0.1', 1024, () => console.log(server.address().port));
process.on('SIGTERM', () => process.exit(0));
