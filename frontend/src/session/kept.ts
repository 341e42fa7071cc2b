/**
 * What the browser keeps: for good, or as long as this tab. Where it may keep nothing, as in some
 * private windows, it is kept until the page is left.
 */

class Shelf {
  readonly #instead = new Map<string, string>()
  readonly #storage: () => Storage

  constructor(storage: () => Storage) {
    this.#storage = storage
  }

  /** What is kept under a name, or null. */
  get(name: string): string | null {
    const instead = this.#instead.get(name)
    if (instead !== undefined) {
      return instead || null
    }
    try {
      return this.#storage().getItem(name)
    } catch {
      return null
    }
  }

  /** Forget all whose name begins so. */
  forget(beginning: string): void {
    this.names(beginning).forEach((name) => this.keep(name, ''))
  }

  /** The names that begin so. */
  names(beginning: string): string[] {
    const kept = new Set([...this.#instead].flatMap(([name, text]) => (text ? [name] : [])))
    try {
      Object.keys(this.#storage()).forEach((name) => kept.add(name))
    } catch {
      // Nothing more is kept.
    }
    return [...kept].filter((name) => name.startsWith(beginning))
  }

  /** Keep a text; '' is none. */
  keep(name: string, text: string): void {
    try {
      if (text) {
        this.#storage().setItem(name, text)
      } else {
        this.#storage().removeItem(name)
      }
      this.#instead.delete(name)
    } catch {
      this.#instead.set(name, text)
    }
  }
}

export const forGood = new Shelf(() => localStorage)
export const inThisTab = new Shelf(() => sessionStorage)
