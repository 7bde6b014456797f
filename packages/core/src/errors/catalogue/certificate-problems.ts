import type { LocalizedText } from '../../contract/value.ts'

/** What is wrong with a certificate or its key, where TLS has no code of its own for it. */
export const certificateProblems: Readonly<Record<string, Required<LocalizedText>>> = {
  'certificate-none': { zh: '没有出示', en: 'none was shown' },
  'certificate-no-pem': { zh: '不是 PEM 格式的证书', en: 'it holds no certificate in PEM' },
  'certificate-key-no-pem': { zh: '不是 PEM 格式的私钥', en: 'it holds no private key in PEM' },
  'certificate-key-passphrase': { zh: '私钥带有口令', en: 'the key has a passphrase' },
  'certificate-key-other': { zh: '不是该证书的私钥', en: 'it is not the key of the certificate' },
  'certificate-key-exposed': { zh: '他人也可读取', en: 'others may read it' },
  'signature-another-key': { zh: '签名出自另一把密钥', en: 'it signed with another key' },
  'signature-form': { zh: '没有输出 64 字节的十六进制', en: 'it printed no 64 bytes in hexadecimal' },
}
