/** The tabs of a browser share its session: who signs in or out in one of them does so in all. */

export type Change = 'came' | 'left'

/** Where the browser keeps nothing, tabs may not be able to talk either: then a reload tells. */
function open(): BroadcastChannel | null {
  try {
    return new BroadcastChannel('likewise.session')
  } catch {
    return null
  }
}

const channel = open()

/** Tell all tabs but this one. */
export function tellOtherTabs(change: Change): void {
  channel?.postMessage(change)
}

/** Call `onChange` for what other tabs tell; gives what ends that. */
export function hearOtherTabs(onChange: (change: Change) => void): () => void {
  const hear = ({ data }: MessageEvent<Change>) => onChange(data)
  channel?.addEventListener('message', hear)
  return () => channel?.removeEventListener('message', hear)
}
