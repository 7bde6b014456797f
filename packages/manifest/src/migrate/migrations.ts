import type { Migration } from './migration.ts'

/** The version of the docking contract that manifests are written for now. */
export const currentContract = 1

/**
 * All migrations, in the order in which they are carried out. A breaking change of the manifest or of a connector's options
 * is let pass only with one of them (test/contract).
 */
export const migrations: readonly Migration[] = [
  {
    id: 'receipt-key-file',
    contract: 1,
    since: '2026-11-23',
    title: {
      zh: '签署回执的私钥文件：选项 receiptKey 改名为 receiptKeyFile，不再被当作密钥本身',
      en: 'the option receiptKey, the file with the key that signs receipts, is called receiptKeyFile, so that it is not taken for a secret',
    },
    steps: [
      {
        do: 'rename',
        at: 'connections.*.options.receiptKey',
        to: 'receiptKeyFile',
        uses: ['@berth/connector-file', '@berth/connector-sftp', '@berth/connector-ftp'],
      },
    ],
    example: {
      before: `berth: 1
system: { id: tax.inbox, title: 税务收件, owner: { title: 税务局, code: 91350100M000100Y43 } }
connections:
  inbox:
    use: "@berth/connector-file"
    options: { folder: inbox, receiptKey: receipt-key.json, receiver: tax.agent }  # 省里送来的
`,
      after: `berth: 1
system: { id: tax.inbox, title: 税务收件, owner: { title: 税务局, code: 91350100M000100Y43 } }
connections:
  inbox:
    use: "@berth/connector-file"
    options: { folder: inbox, receiptKeyFile: receipt-key.json, receiver: tax.agent }  # 省里送来的
`,
    },
  },
]
