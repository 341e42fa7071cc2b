/** For Vite: beside every text that is built, the same by Brotli and by gzip. */

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const TEXTS = /\.(css|html|js|svg|webmanifest)$/
const LARGE_BYTES = 256 * 1024
// For what is large the best would take twenty times as long, and be smaller by a tenth.
const QUALITY = 11
const QUALITY_IF_LARGE = 9

export function compressed() {
  return {
    name: 'compressed',
    apply: 'build',
    async writeBundle({ dir }, bundle) {
      const names = Object.keys(bundle).filter((name) => TEXTS.test(name))
      await Promise.all(names.map((name) => compress(join(dir, name))))
    },
  }
}

async function compress(path) {
  const text = await readFile(path)
  const quality = text.length > LARGE_BYTES ? QUALITY_IF_LARGE : QUALITY
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality }
  await writeFile(`${path}.br`, await promisify(brotliCompress)(text, { params }))
  await writeFile(`${path}.gz`, await promisify(gzip)(text, { level: 9 }))
}
