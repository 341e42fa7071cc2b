/** The editor's workers, as files of our own: the GraphQL worker checks a document while it is typed. */

import EditorWorker from 'monaco-editor/esm/vs/editor/editor.worker.js?worker'
import JsonWorker from 'monaco-editor/esm/vs/language/json/json.worker.js?worker'
import GraphQLWorker from 'monaco-graphql/esm/graphql.worker.js?worker'

const WORKERS: Record<string, new () => Worker> = { json: JsonWorker, graphql: GraphQLWorker }

self.MonacoEnvironment = {
  getWorker: (_id, label) => new (WORKERS[label] ?? EditorWorker)(),
}
