/**
 * What is made from our documents (the .graphql files in src/) and the committed schema: their
 * types in src/gql/, and the manifest by which the server trusts them.
 *
 * The generator's own command wants a newer Node than we do, and three times the packages.
 */

import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { addTypenameSelectionDocumentTransform, preset } from '@graphql-codegen/client-preset'
import { codegen } from '@graphql-codegen/core'
import { buildSchema, parse } from 'graphql'

const SOURCES = fileURLToPath(new URL('../src/', import.meta.url))
const SCHEMA = fileURLToPath(new URL('../../platform/schema/schema.graphql', import.meta.url))
const TYPES = join(SOURCES, 'gql', 'graphql.ts')
const MANIFEST = 'persisted-documents.json'

const CONFIG = {
  documentMode: 'string',
  useTypeImports: true,
  strictScalars: true,
  scalars: {
    Cursor: 'string',
    DateTime: 'string',
    Duration: 'string',
    Micros: 'string',
    Month: 'string',
  },
}

/** Writes the types. Gives the manifest: a text, the same for the same documents. */
export async function generate() {
  const parts = await preset.buildGeneratesSection({
    baseOutputDir: '/',
    schema: parse(await readFile(SCHEMA, 'utf8')),
    schemaAst: buildSchema(await readFile(SCHEMA, 'utf8')),
    documents: await documents(),
    documentTransforms: [{ transformObject: addTypenameSelectionDocumentTransform }],
    config: CONFIG,
    presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: digest } },
    plugins: [],
    pluginMap: {},
  })
  const wanted = parts.filter(({ filename }) => ['/graphql.ts', `/${MANIFEST}`].includes(filename))
  const [types, manifest] = await Promise.all(wanted.map((part) => codegen(part)))
  await writeIfNew(TYPES, types)
  return sorted(manifest)
}

/** For Vite: generates before a build, and again whenever a document changes. */
export function generated() {
  let manifest
  return {
    name: 'generated-from-documents',
    async buildStart() {
      manifest = await generate()
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: MANIFEST, source: manifest })
    },
    configureServer(server) {
      server.watcher.on('all', (_, path) => {
        if (path.endsWith('.graphql')) {
          generate().catch((error) => server.config.logger.error(error.message))
        }
      })
    },
  }
}

async function documents() {
  const names = await readdir(SOURCES, { recursive: true })
  const paths = names.filter((name) => name.endsWith('.graphql')).sort()
  return Promise.all(
    paths.map(async (location) => {
      const rawSDL = await readFile(join(SOURCES, location), 'utf8')
      return { location, rawSDL, document: parse(rawSDL) }
    }),
  )
}

function digest(text) {
  return createHash('sha256').update(text).digest('hex')
}

function sorted(manifest) {
  const entries = Object.entries(JSON.parse(manifest))
  return JSON.stringify(Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))), null, 2)
}

async function writeIfNew(path, text) {
  if ((await readFile(path, 'utf8').catch(() => null)) !== text) {
    await mkdir(join(path, '..'), { recursive: true })
    await writeFile(path, text)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await generate()
}
