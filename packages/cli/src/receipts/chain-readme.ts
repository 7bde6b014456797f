import type { ChainDescription } from './chain-description.ts'

/** Says what is in the folder and how anybody verifies it, with or without Berth. */
export function chainReadme({ chain, after, excerpt }: ChainDescription): string {
  const first = (after?.number ?? 0) + 1
  const partZh = excerpt === true ? '这是节选：各条之间不相连，只能逐条核验内容。' : `从第 ${first} 条起连续。`
  const partEn =
    excerpt === true
      ? 'This is an excerpt: its receipts are not chained to each other, and only the content of each can be verified.'
      : `It goes on without gaps from number ${first}.`
  return `# 存证 ${chain}

${partZh}

核验：\`berth receipts verify <本目录>\`。不需要对接目录，不需要网络。\`keys.json\` 与 \`platform-keys.json\` 随本目录而来：
请与平台公布的公钥核对，或用 \`--keys\`、\`--platform-keys\` 给出自己留存的公钥。

不用泊位也能核验：

1. \`receipts.ndjson\` 每行一条存证。\`hash\` 是 SHA-256（十六进制），输入为 \`previous\` 接上其余成员的规范 JSON（RFC 8785，
   不含 \`previous\` 与 \`hash\`；有 \`commitment\` 时也不含 \`salt\`、\`question\`、\`digest\`、\`reference\`）。
2. \`commitment\` 是 \`salt\`、\`question\`、\`digest\`、\`reference\` 的规范 JSON 的 SHA-256。没有 \`salt\` 表示个人信息已删除。
3. 每条的 \`previous\` 等于前一条的 \`hash\`，\`number\` 连续。第 1 条之前是 64 个 0。
4. \`heads.ndjson\` 每行一个链头：系统对 \`{at, chain, hash, number}\` 的规范 JSON 的分离式 JWS（类型 \`berth-receipts-head\`）；\`anchor\` 是平台
   对 \`{at, head, platform}\` 的分离式 JWS（类型 \`berth-receipts-anchor\`），证明平台在那时见过它。

证明什么：平台签过的链头之前，没有人能改、删、截断而不被发现；只有系统签过的，持有系统密钥的人仍能重做；其后的，能写文件的人都能重做。

# Receipts of ${chain}

${partEn}

To verify: \`berth receipts verify <this folder>\`; it takes no docking and no network. \`keys.json\` and \`platform-keys.json\` came with the
folder: compare them with what the platform publishes, or give your own with \`--keys\` and \`--platform-keys\`.

Without Berth:

1. \`receipts.ndjson\` holds one receipt a line. \`hash\` is SHA-256, hexadecimal, over \`previous\` followed by the canonical JSON (RFC 8785) of the
   other members: without \`previous\` and \`hash\`, and where there is a \`commitment\` without \`salt\`, \`question\`, \`digest\` and \`reference\`.
2. \`commitment\` is SHA-256 over the canonical JSON of \`salt\`, \`question\`, \`digest\` and \`reference\`. Without \`salt\`, what was personal was erased.
3. \`previous\` is the \`hash\` of the receipt before, and \`number\` counts without gaps. Before the first stand 64 zeros.
4. \`heads.ndjson\` holds one head a line: the system's detached JWS over the canonical JSON of \`{at, chain, hash, number}\`, of the type
   \`berth-receipts-head\`; \`anchor\` is the platform's over \`{at, head, platform}\`, of the type \`berth-receipts-anchor\`, and says that it saw it then.

What it proves: up to a head that a platform signed, nobody can alter, remove or cut off anything unseen; up to one that only the system
signed, whoever holds its key still can; behind that, whoever can write the file.
`
}
