/** Feeds over one WebSocket, opened when the first is wanted. How to come back: docs/live.md. */

import type { Client as SocketClient, SubscribePayload } from 'graphql-ws'
import type { ExecutionResult } from 'urql'
import { FINAL_CODES, SESSION_ENDED } from './closeCodes'
import { trusted, type Body } from './documents'

interface Feed {
  next: (result: ExecutionResult) => void
  error: (error: unknown) => void
  complete: () => void
}

/** 'over': it does not come back by itself. */
export type Line = 'connecting' | 'open' | 'lost' | 'over'

interface Retry {
  minimumMilliseconds: number
  spreadMilliseconds: number
}

const MOST_WAIT_MILLISECONDS = 1000
/** The server pings every 25 seconds: who has heard nothing for so long has slept, or the line is dead. */
const SILENCE_MILLISECONDS = 60_000

let retry: Retry = { minimumMilliseconds: 100, spreadMilliseconds: 500 }
let line: Line = 'connecting'
let loading: Promise<SocketClient> | undefined
let heardAt = Date.now()
const watchers = new Set<() => void>()
const endWatchers = new Set<() => void>()

/** How the line stands now. */
export function lineNow(): Line {
  return line
}

/** Call `onChange` whenever the line changes; gives what ends that. */
export function watchLine(onChange: () => void): () => void {
  watchers.add(onChange)
  return () => watchers.delete(onChange)
}

/** Call `onEnd` when the server ends the line because the session has ended; gives what ends that. */
export function watchSessionEnd(onEnd: () => void): () => void {
  endWatchers.add(onEnd)
  return () => endWatchers.delete(onEnd)
}

function setLine(now: Line): void {
  line = now
  watchers.forEach((onChange) => onChange())
}

/** Wait as the server asked for: a minimum that doubles, and a random part of the whole spread. */
async function wait(attempts: number): Promise<void> {
  const minimum = Math.min(retry.minimumMilliseconds * 2 ** attempts, MOST_WAIT_MILLISECONDS)
  const milliseconds = minimum + Math.random() * retry.spreadMilliseconds
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/** `why`: how the server closed it; an event without a code: there was no server; else it said nonsense. */
function shouldRetry(why: unknown): boolean {
  const { code } = why as { code?: number }
  return code === undefined ? why instanceof Event : !FINAL_CODES.has(code)
}

function connect(): Promise<SocketClient> {
  const asked: Promise<SocketClient> = open(() => asked === loading)
  return asked
}

/** `isOurs`: whether the socket has not been hung up. */
async function open(isOurs: () => boolean): Promise<SocketClient> {
  const { createClient } = await import('graphql-ws')
  const address = new URL('/graphql', window.location.href)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  return createClient({
    url: address.href,
    retryAttempts: Infinity,
    retryWait: wait,
    shouldRetry,
    on: {
      message: () => {
        heardAt = Date.now()
      },
      connecting: () => setLine(line === 'lost' ? 'lost' : 'connecting'),
      connected: (_socket, payload) => {
        retry = (payload as { retry?: Retry } | undefined)?.retry ?? retry
        setLine('open')
      },
      closed: (event) => {
        if (!isOurs()) {
          return
        }
        const { code } = event as CloseEvent
        setLine(FINAL_CODES.has(code) ? 'over' : 'lost')
        if (code === SESSION_ENDED) {
          endWatchers.forEach((onEnd) => onEnd())
        }
      },
    },
  })
}

function openAnother(): void {
  void loading?.then((client) => client.terminate())
}

/** A socket whose network is gone, or that slept, looks open for minutes: try another at once. */
window.addEventListener('offline', openAnother)
document.addEventListener('visibilitychange', doubt)
setInterval(doubt, SILENCE_MILLISECONDS / 2)

function doubt(): void {
  if (document.visibilityState === 'visible' && Date.now() - heardAt > SILENCE_MILLISECONDS) {
    heardAt = Date.now()
    openAnother()
  }
}

/** For urql: follow one operation until it is let go. After a loss it goes on from the last cursor. */
export function openFeed(body: Body) {
  return {
    subscribe(feed: Feed) {
      let isOver = false
      let end = () => {
        isOver = true
      }
      // graphql-ws insists on a `query`; beside a documentId it stays empty.
      const sent = { query: '', ...trusted(body), variables: { ...(body.variables as object) } }
      const next = (result: ExecutionResult) => {
        const { cursor } = (Object.values(result.data ?? {})[0] ?? {}) as { cursor?: string }
        Object.assign(sent.variables, cursor ? { after: cursor } : {})
        feed.next(result)
      }
      loading ??= connect()
      void loading.then((client) => {
        if (!isOver) {
          end = client.subscribe(sent as SubscribePayload, { ...feed, next } as never)
        }
      })
      return { unsubscribe: () => end() }
    },
  }
}

/** Close the socket: whose session it was has changed. The next feed opens another. */
export function hangUp(): void {
  void loading?.then((client) => client.dispose())
  loading = undefined
}
