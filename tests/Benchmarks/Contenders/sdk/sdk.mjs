// The side of Daytona's TypeScript SDK, unchanged: tasks come as lines of JSON, and so do their results go. What it has no
// single call for is the loop that its documentation leaves to the caller.

import { createInterface } from 'node:readline'
import { Daytona, Image } from '@daytona/sdk'

// v0.190 names no region of its storage, and Amazon's client, which this SDK uses, does not work without one.
process.env.AWS_REGION ??= 'us-east-1'

const daytona = new Daytona({ target: 'us' })

// 200 is the most that the service takes: the fewest requests.
const pageSize = 200

async function listAll() {
  const snapshots = []
  for (let page = 1, pages = 1; page <= pages; page++) {
    const answer = await daytona.snapshot.list(page, pageSize)
    snapshots.push(...answer.items)
    pages = answer.totalPages
  }
  return snapshots
}

const tasks = {
  async list() {
    const started = performance.now()
    const snapshots = await listAll()
    return { milliseconds: performance.now() - started, count: new Set(snapshots.map(({ id }) => id)).size }
  },

  async remove() {
    const started = performance.now()
    const snapshots = await listAll()
    for (const snapshot of snapshots) await daytona.snapshot.delete(snapshot)
    return { milliseconds: performance.now() - started }
  },

  async create(name) {
    const started = performance.now()
    const { state, updatedAt } = await daytona.snapshot.create({ name, image: 'alpine:3.20' })
    return { milliseconds: performance.now() - started, state, lag: Date.now() - Date.parse(updatedAt) }
  },

  // The part of create() that uploads; the request that follows, and its polling, are left out.
  async upload(folder) {
    const image = Image.base('alpine:3.20').addLocalDir(folder, '/srv')
    const started = performance.now()
    const [hash] = await daytona.snapshot.constructor.processImageContext(daytona.snapshot.objectStorageApi, image)
    return { milliseconds: performance.now() - started, hash }
  },
}

for await (const line of createInterface({ input: process.stdin })) {
  const { task, arguments: given } = JSON.parse(line)
  const result = await tasks[task](...given).catch((error) => ({ error: error.message }))
  process.stdout.write(`${JSON.stringify(result)}\n`)
}
