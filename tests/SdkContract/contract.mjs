// Runs the newest @daytona/sdk, unchanged, against the local server: list, create from an image, create from an image
// that is built with a local folder, stream the log, start a sandbox and run commands in it, activate, delete. Meanwhile
// the official Socket.IO client, which that SDK uses for sandboxes, listens to the notification channel. Needs the .NET
// SDK, and `npm ci` once.

import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Daytona, Image } from '@daytona/sdk'
import { io } from 'socket.io-client'

const here = path.dirname(fileURLToPath(import.meta.url))
const project = path.resolve(here, '../../src/Daytona.LocalServer')

// v0.190 names no region of its storage, and Amazon's client, which this SDK uses, does not work without one.
process.env.AWS_REGION ??= 'us-east-1'

const program = execFileSync('dotnet', ['build', project, '-v', 'quiet', '-nologo', '-getProperty:TargetPath'], { encoding: 'utf8' }).trim()

for (const newer of [false, true]) {
  const server = await start(newer ? ['--newer'] : [])
  try {
    await run(server, newer ? 'newer' : 'v0.190')
  } finally {
    const ended = once(server.process, 'exit')
    server.process.kill('SIGTERM')
    await ended
  }
}
console.log('The SDK finds in the local server what it expects of Daytona.')

async function run({ apiUrl, apiKey }, version) {
  const daytona = new Daytona({ apiUrl, apiKey, target: 'us' })
  const say = (text) => console.log(`  ${version}: ${text}`)

  const events = []
  const socket = io(new URL(apiUrl).origin, { path: '/api/socket.io/', transports: ['websocket'], auth: { token: apiKey } })
  socket.onAny((kind, { name, snapshot, sandbox, newState }) => events.push([kind, name ?? (snapshot ?? sandbox).name, newState]))
  await new Promise((resolve, reject) => socket.on('connect', resolve).on('connect_error', reject))

  const page = await daytona.snapshot.list(1, 10)
  assert.equal(page.total, 25)
  assert.equal(page.items.length, 10)
  say(`listed ${page.items.length} of ${page.total}`)

  const pulled = await daytona.snapshot.create({ name: 'from-image', image: 'alpine:3.20', resources: { cpu: 2, memory: 2, disk: 4 } })
  assert.equal(pulled.state, 'active')
  assert.equal(pulled.cpu, 2)
  say('created from an image')

  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'sdk-contract-'))
  await fs.mkdir(path.join(folder, 'app'))
  await fs.writeFile(path.join(folder, 'app', 'main.py'), 'print("hello")\n')
  const log = []
  const image = Image.base('python:3.12-slim').addLocalDir(path.join(folder, 'app'), '/srv/app').runCommands('echo built with a folder')
  const built = await daytona.snapshot.create({ name: 'from-folder', image }, { onLogs: (line) => log.push(line) })
  assert.equal(built.state, 'active')
  assert.match(log.join('\n'), /COPY/)
  assert.match(log.join('\n'), /built with a folder/)
  say(`built with a local folder, ${log.length} pieces of log`)

  const other = Image.base('python:3.12-slim').dockerfileCommands(['COPY missing.txt /'])
  await assert.rejects(daytona.snapshot.create({ name: 'fails', image: other }, { onLogs: () => {} }), /missing\.txt/)
  say('a build that fails is an error with the reason')

  const sandbox = await daytona.create({ snapshot: 'from-folder', labels: { purpose: 'contract' }, autoStopInterval: 5, autoDeleteInterval: 0 })
  assert.equal(sandbox.state, 'started')
  const response = await sandbox.process.executeCommand('echo hello')
  assert.deepEqual([response.exitCode, response.result.trim()], [0, 'hello'])
  const missing = await sandbox.process.executeCommand('nosuch --help')
  assert.equal(missing.exitCode, 127)
  await sandbox.delete()
  say('started a sandbox, ran commands in it and deleted it')

  const inactive = (await daytona.snapshot.list(1, 100)).items.find((snapshot) => snapshot.state === 'inactive')
  const activated = await daytona.snapshot.activate(inactive)
  assert.equal(activated.state, 'pending')
  say('activated')

  await daytona.snapshot.delete(pulled)
  await until(async () => (await daytona.snapshot.list(1, 100)).items.every((snapshot) => snapshot.name !== 'from-image'))
  say('deleted')

  const told = events.filter(([, name]) => name === 'from-image').map(([kind, , state]) => state ?? kind)
  assert.deepEqual(told, ['snapshot.created', 'pulling', 'active', 'removing', 'snapshot.removed'])
  say(`told of ${events.length} changes`)
  socket.close()
  await fs.rm(folder, { recursive: true })
  await daytona[Symbol.asyncDispose]?.()
}

async function start(options) {
  const child = spawn(
    'dotnet',
    [program, '--port', '0', '--seed', '25', '--pull-time', '300ms', '--build-time', '2s', '--removal-time', '300ms', ...options],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const found = {}
  for await (const line of createInterface({ input: child.stdout })) {
    const [, name, value] = /^(Daytona API|API key): +(\S+)/.exec(line) ?? []
    if (name === 'Daytona API') found.apiUrl = value
    if (name === 'API key') found.apiKey = value
    if (found.apiUrl && found.apiKey) return { ...found, process: child }
  }
  throw new Error('The server did not start.')
}

async function until(condition) {
  for (let i = 0; i < 100; i++) {
    if (await condition()) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('It did not come to that within ten seconds.')
}
