import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** A certificate authority that nobody knows, and a certificate of its own making for `localhost`, all in PEM. */
export interface PrivateAuthority {
  readonly ca: string
  readonly cert: string
  readonly key: string
}

const EC_KEY = { namedCurve: 'P-256' }
const ECDSA_SHA256 = sequence(oid([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]))

/** Makes both afresh, valid from yesterday for a week: Node signs, but writes no certificates (RFC 5280). */
export function aPrivateAuthority(): PrivateAuthority {
  const authority = generateKeyPairSync('ec', EC_KEY)
  const host = generateKeyPairSync('ec', EC_KEY)
  const isAuthority = sequence(BOOLEAN_TRUE)
  const names = sequence(tagged(0x82, Buffer.from('localhost')))
  return {
    ca: certificate('Private CA', authority.publicKey, authority.privateKey, [
      extension([0x55, 0x1d, 0x13], isAuthority),
    ]),
    cert: certificate('localhost', host.publicKey, authority.privateKey, [
      extension([0x55, 0x1d, 0x11], names),
    ]),
    key: host.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

const BOOLEAN_TRUE = Buffer.from([0x01, 0x01, 0xff])

function certificate(
  name: string,
  publicKey: KeyObject,
  signer: KeyObject,
  extensions: readonly Buffer[],
): string {
  const day = 86_400_000
  const unsigned = sequence(
    tagged(0xa0, Buffer.from([0x02, 0x01, 0x02])),
    Buffer.from([0x02, 0x01, name.length]),
    ECDSA_SHA256,
    named('Private CA'),
    sequence(time(Date.now() - day), time(Date.now() + 6 * day)),
    named(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions)),
  )
  const signature = tagged(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', unsigned, signer)]))
  const der = sequence(unsigned, ECDSA_SHA256, signature)
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

function named(commonName: string): Buffer {
  const attribute = sequence(oid([0x55, 0x04, 0x03]), tagged(0x0c, Buffer.from(commonName)))
  return sequence(tagged(0x31, attribute))
}

function extension(id: readonly number[], value: Buffer): Buffer {
  return sequence(oid(id), tagged(0x04, value))
}

function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replaceAll(/[-:T]|\.\d+/g, '')
  return tagged(0x17, Buffer.from(digits.slice(2)))
}

function oid(bytes: readonly number[]): Buffer {
  return tagged(0x06, Buffer.from(bytes))
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts))
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
