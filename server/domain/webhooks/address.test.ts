import { describe, expect, test } from 'vitest'
import { isPublicAddress, webhookTarget } from './address'

test.each(['93.184.216.34', '1.1.1.1', '172.15.255.255', '172.32.0.1', '100.63.255.255', '100.128.0.1', '198.17.255.255', '223.255.255.255', '2606:4700:4700::1111', '2a00:1450:4001:81b::200e'])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true)
})

test.each([
  '0.0.0.0', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.100.100.200', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.192', '192.0.2.1', '192.168.1.1', '198.18.0.1', '198.19.255.255',
  '198.51.100.7', '203.0.113.9', '224.0.0.1', '239.255.255.255', '255.255.255.255', '168.63.129.16',
  '::', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:93.184.216.34', '::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b:1::1', '2002:7f00:1::', '2001::1', '2001:db8::1', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1', '100::1', '3fff::1',
  '', 'localhost', '1.2.3', '01.1.1.1',
])('%s is not', (address) => {
  expect(isPublicAddress(address)).toBe(false)
})

describe('an address somebody wrote', () => {
  test.each([
    'http://127.0.0.1/', 'http://127.1/', 'http://2130706433/', 'http://0x7f000001/', 'http://0177.0.0.1/', 'http://017700000001/', 'http://0x7f.1/', 'http://0/', 'http://①②⑦.⓪.⓪.①/', 'http://127.0.0.1./',
    'http://169.254.169.254/latest/meta-data/', 'http://2852039166/', 'https://[::1]/', 'https://[::ffff:10.0.0.1]/', 'https://[::ffff:a00:1]/', 'http://[fd00:ec2::254]/', 'http://[fe80::1]/',
  ])('%s leads into a private network', (text) => {
    expect(webhookTarget(text, [])).toMatchObject({ ok: false, reason: expect.stringContaining('private') })
  })

  test.each(['ftp://example.org/', 'file:///etc/passwd', 'gopher://example.org/', 'javascript:alert(1)', 'not a url', '//example.org', 'https://user:secret@example.org/', 'http://', `https://example.org/${'a'.repeat(2000)}`])('%s is refused', (text) => {
    expect(webhookTarget(text, [])).toMatchObject({ ok: false })
  })

  test('a public one is taken, without what stands after #', () => {
    expect(webhookTarget('https://hooks.example.org:8443/a?b=c#d', [])).toMatchObject({ ok: true, host: 'hooks.example.org', port: 8443, literal: false, allowed: false })
    expect(webhookTarget('https://1.1.1.1/', [])).toMatchObject({ ok: true, literal: true, port: 443 })
  })

  test('a private one that is named is taken, at the port that is named', () => {
    expect(webhookTarget('http://10.1.2.3:8080/', ['10.1.2.3:8080'])).toMatchObject({ ok: true, allowed: true })
    expect(webhookTarget('http://10.1.2.3:8081/', ['10.1.2.3:8080'])).toMatchObject({ ok: false })
    expect(webhookTarget('http://ERP.internal/', ['erp.internal'])).toMatchObject({ ok: true, allowed: true })
  })
})

test('where hosts are named, webhooks reach no other; a private one must still be named as such', () => {
  const only = ['hooks.example.org', '*.partner.example', 'erp.example:8443', '10.1.2.3']
  for (const text of ['https://hooks.example.org/a', 'https://HOOKS.example.org:9000/', 'https://eu.partner.example/', 'https://erp.example:8443/']) expect(webhookTarget(text, [], only), text).toMatchObject({ ok: true })
  for (const text of ['https://example.org/', 'https://evilhooks.example.org/', 'https://hooks.example.org.evil.example/', 'https://partner.example/', 'https://erp.example/', 'https://1.1.1.1/']) expect(webhookTarget(text, [], only), text).toMatchObject({ ok: false, reason: expect.stringContaining('WEBHOOK_HOSTS') })
  expect(webhookTarget('http://10.1.2.3/', [], only)).toMatchObject({ ok: false, reason: expect.stringContaining('private') })
  expect(webhookTarget('http://erp.internal/', ['erp.internal'], only)).toMatchObject({ ok: true, allowed: true })
})
