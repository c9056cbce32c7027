import { createServer, type AddressInfo } from 'node:net'

export type Received = { to: string; raw: string; text: string }

/**
 * As much SMTP as it takes to receive mails. `next.answer` is what it says to the next mails instead of taking them
 * (`451 later`, `550 no such box`), at RCPT.
 */
export async function smtpServer() {
  const mails: Received[] = []
  const next: { answer: string | null } = { answer: null }
  const server = createServer((socket) => {
    let to = ''
    let data: string | null = null
    let rest = ''
    socket.write('220 test\r\n')
    socket.on('error', () => socket.destroy())
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (data !== null) {
          if (line !== '.') data += `${line}\n`
          else {
            mails.push({ to, raw: data, text: decode(data) })
            data = null
            socket.write('250 taken\r\n')
          }
        } else if (/^RCPT TO:/i.test(line)) { to = /<(.*)>/.exec(line)?.[1] ?? ''; socket.write(`${next.answer ?? '250 ok'}\r\n`) }
        else if (/^DATA/i.test(line)) { data = ''; socket.write('354 go on\r\n') }
        else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n')
        else socket.write('250 ok\r\n')
      }
    })
  })
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done) })
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, mails, next, close: () => server.close() }
}

/** Quoted-printable, as nodemailer sends long lines and letters beyond ASCII. */
function decode(data: string): string {
  const bytes = data.replaceAll('=\n', '').replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
