import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { limit, refusedMethods } from './limits.mjs'

// The limits of the server that serves, with its times made short and its checks frequent.
let server: Server
afterEach(() => { server.closeAllConnections(); server.close() })

async function listening(times: { headersMs?: number; idleMs?: number }): Promise<number> {
  server = createServer({ connectionsCheckingInterval: 50 }, (request, response) => {
    request.on('data', () => {}).on('end', () => response.end('taken'))
  })
  limit(server, times)
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done) })
  return (server.address() as AddressInfo).port
}

/** All that comes back until the server hangs up. */
function answerOf(port: number, send: (socket: Socket) => void): Promise<string> {
  return new Promise((done) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => send(socket))
    socket.setEncoding('utf8').on('data', (chunk: string) => { text += chunk }).on('error', () => {}).on('close', () => done(text))
  })
}

test('a header that trickles in is answered 408 and hung up on, whoever else waits', async () => {
  const port = await listening({ headersMs: 300 })
  const trickles = Array.from({ length: 20 }, () => answerOf(port, (socket) => {
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n')
    const timer = setInterval(() => socket.write('x-slow: 1\r\n'), 40)
    socket.on('close', () => clearInterval(timer))
  }))
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('taken')
  for (const said of await Promise.all(trickles)) expect(said).toMatch(/^HTTP\/1\.1 408 /)
})

test('a body on which nothing moves is hung up on; one that moves may last', async () => {
  const port = await listening({ idleMs: 300 })
  const head = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\nconnection: close\r\n\r\n'
  expect(await answerOf(port, (socket) => socket.write(`${head}12345`))).toBe('')
  const slow = await answerOf(port, (socket) => {
    socket.write(head)
    let sent = 0
    const timer = setInterval(() => { socket.write('1'); if (++sent === 10) clearInterval(timer) }, 100)
  })
  expect(slow).toContain('taken')
})

test('a header of 100 MB is refused after its first kilobytes', async () => {
  const port = await listening({})
  let written = 0
  const said = await answerOf(port, (socket) => {
    socket.write('GET / HTTP/1.1\r\nhost: x\r\nx-large: ')
    const piece = 'x'.repeat(64 * 1024)
    const more = () => { while (!socket.destroyed && written < 100 * 1024 * 1024) { written += piece.length; if (!socket.write(piece)) { socket.once('drain', more); return } } }
    more()
  })
  // Where the system's buffers are large the answer may be lost with the connection; taken it is never.
  expect(said).toMatch(/^(HTTP\/1\.1 431 .*)?$/s)
  expect(said).not.toContain('taken')
})

test('many small headers are no way round it', async () => {
  const port = await listening({})
  const said = await answerOf(port, (socket) => socket.write(`GET / HTTP/1.1\r\nhost: x\r\n${Array.from({ length: 5000 }, (_, n) => `x-${n}: 1\r\n`).join('')}\r\n`))
  expect(said).toMatch(/^(HTTP\/1\.1 431 .*)?$/s)
})

test('two lengths, a length beside chunks, and a bare line feed are refused: nobody can slip a request past a proxy', async () => {
  const port = await listening({})
  for (const head of ['content-length: 5\r\ncontent-length: 6\r\n', 'content-length: 5\r\ntransfer-encoding: chunked\r\n', 'transfer-encoding: chunked, identity\r\n', 'content-length: +5\r\n', 'x: 1\n y: 2\r\n']) {
    expect(await answerOf(port, (socket) => socket.write(`POST / HTTP/1.1\r\nhost: x\r\n${head}\r\n0\r\n\r\nGET /secret HTTP/1.1\r\nhost: x\r\n\r\n`)), head).toMatch(/^HTTP\/1\.1 400 /)
  }
})

test('methods that mirror or tunnel are not answered', () => {
  expect([...refusedMethods]).toEqual(['TRACE', 'TRACK', 'CONNECT'])
})
