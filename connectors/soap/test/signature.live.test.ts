import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { describeServer } from '../../../test/servers/live.ts'
import { type Certificate, Certificates } from './certificates.ts'
import { peers } from './peers/peer.ts'
import { askDataset, RawService } from './raw-service.ts'

interface Verdict {
  readonly holds: boolean
  readonly signed: readonly string[]
  readonly algorithm: string
  readonly token: string
}

describeServer('spyne', 'signatures, verified by xmlsec', ({ program }) => {
  const certificates = new Certificates()
  let signer: Certificate
  let service: RawService
  beforeAll(() => {
    signer = certificates.make('signer')
  })
  afterAll(() => certificates[Symbol.dispose]())
  beforeEach(async () => {
    service = await RawService.start()
  })
  afterEach(() => service[Symbol.asyncDispose]())

  const verified = (envelope: string): Verdict =>
    JSON.parse(
      execFileSync(program, [path.join(peers, 'verify-signature.py'), signer.certificateFile], {
        input: envelope,
        encoding: 'utf8',
        stdio: ['pipe', 'pipe', 'ignore'],
      }),
    ) as Verdict

  test('body and time are signed by RSA with SHA-256, each message anew', async () => {
    const options = {
      wsSecurity: 'certificate',
      signingCertificateFile: signer.certificateFile,
      signingKey: signer.key,
    }
    await using session = await service.open(options, askDataset())
    for (const id of ['1', ' 甲 <&>\n ', '𠮷']) {
      const request = { dataset: 'people', by: ['id'], keys: [[id]], columns: [{ name: 'id' }], limit: 1 }
      await session.lookup(request)
      expect(verified(service.envelope)).toEqual({
        holds: true,
        signed: expect.arrayContaining(['Body', 'Timestamp']),
        algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
        token: signer.certificate.replaceAll(/-----[^-]*-----|\s/g, ''),
      })
      expect(verified(service.envelope.replace('</m:id>', 'x</m:id>')).holds).toBe(false)
    }
    expect(new Set(service.received.map(({ body }) => body.toString())).size).toBe(3)
  })
})
