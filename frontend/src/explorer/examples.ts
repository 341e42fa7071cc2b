/** The examples of the API, as they stand in examples/ when this is built, each with a head of comments. */

export interface Example {
  /** The name of its operation, which is also the title of its tab. */
  name: string
  kind: string
  about: string
  signedIn: string
  query: string
  /** JSON. What somebody has to put in herself stands in it as `<what it is>`. */
  variables: string
}

const FILES = import.meta.glob<string>('../../../examples/*.graphql', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const HEAD =
  /^(?<about>(?:# .+\n)+)# Signed in: (?<signedIn>.+)\n# variables: (?<variables>\{.*\})\n(?<query>(?<kind>\w+) (?<name>\w+)[^]*)$/
const FIRST = ['Economy', 'Wallet', 'LiveWallet']
const NEW_KEY = '<a new UUID>'

export const EXAMPLES: Example[] = Object.entries(FILES).map(([path, text]) => {
  const { about, signedIn, variables, query, kind, name } = HEAD.exec(text)?.groups ?? {}
  if (!about || !signedIn || !variables || !query || !kind || !name) {
    throw new Error(`${path} has no head`)
  }
  return { name, kind, signedIn, variables, query, about: about.replace(/^# |\n$/gm, '') }
})

/** What is open when the explorer is opened for the first time. */
export const FIRST_EXAMPLES = FIRST.map((name) => named(name))

function named(name: string): Example {
  const found = EXAMPLES.find((each) => each.name === name)
  if (!found) {
    throw new Error(`there is no example ${name}`)
  }
  return found
}

/** What goes into a tab: the document under what it is about, and variables with a new key. */
export function tabOf({ about, query, variables }: Example) {
  const head = about.replace(/^/gm, '# ')
  const values = JSON.parse(variables.replace(NEW_KEY, crypto.randomUUID())) as object
  const hasValues = Object.keys(values).length > 0
  return {
    query: `${head}\n${query}`,
    variables: hasValues ? JSON.stringify(values, null, 2) : '',
  }
}

/** What somebody has to put in herself: "the id of a post". */
export function blanksOf({ variables }: Example): string[] {
  const found = [...variables.matchAll(/<([^<>]+)>/g)].map(([whole, name]) => [whole, name ?? ''])
  return found.filter(([whole]) => whole !== NEW_KEY).map(([, name]) => name ?? '')
}
