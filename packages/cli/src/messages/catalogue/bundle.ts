/** `berth bundle`. */
export const bundleMessages = {
  'bundle.made': { zh: '已写入 {file}（{size} MB）', en: 'wrote {file} ({size} MB)' },
  'bundle.what': {
    zh: '{system} {id}：{platform}，Node {node}，{packages} 个软件包',
    en: '{system} {id}: {platform}, Node {node}, {packages} packages',
  },
  'bundle.left': {
    zh: '没有放进去：{files}。需要时用 --include 加入',
    en: 'left out: {files}. Give --include for what is needed',
  },
  'bundle.named': {
    zh: 'berth.yaml 提到而没有放进去：{files}。是定义就用 --include 加入；是数据，目标机器上须有',
    en: 'named by berth.yaml and left out: {files}. Give --include for a definition; data have to be on the target machine',
  },
  'bundle.signed': { zh: '校验和清单已签名', en: 'its list of checksums is signed' },
  'bundle.notLicensed': {
    zh: '没有找到 Node 的许可证文件；对外分发前请附上',
    en: 'no licence of Node was found beside it: add it before you pass the bundle on',
  },
  'bundle.whole': { zh: '完整：{system} {id}（{platform}）', en: 'whole: {system} {id} ({platform})' },
  'bundle.signature.unsigned': { zh: '没有签名：不知道是谁做的', en: 'not signed: nothing says who made it' },
  'bundle.signature.foreign': { zh: '签名者不可信', en: 'signed by a key that is not trusted' },
  'bundle.signature.whole': {
    zh: '有签名；要知道是谁签的，用 --key 给出可信公钥',
    en: 'signed; give --key to learn whether by one that is trusted',
  },
  'bundle.signature.signed': { zh: '由可信密钥签名', en: 'signed by a key that is trusted' },
  'bundle.installed': { zh: '已安装到 {prefix}：{system} {id}', en: 'installed in {prefix}: {system} {id}' },
  'bundle.updated': {
    zh: '已更新 {prefix}：{system} {id}，已就绪',
    en: 'updated {prefix}: {system} {id}, and it is ready',
  },
  'bundle.same': { zh: '{prefix} 已经是 {id}，没有改动', en: '{prefix} has {id} already; nothing was changed' },
  'bundle.changed': {
    zh: '已改动 {prefix} 的设置，重启代理后生效',
    en: '{prefix} is set up anew; restart the agent for it',
  },
  'bundle.next': { zh: '接下来：', en: 'Next:' },
  'bundle.nextFillIn': { zh: '  填写 {file}', en: '  fill in {file}' },
  'bundle.nextDoctor': { zh: '  {command}   逐项检查', en: '  {command}   examines what it needs' },
  'bundle.nextStart': { zh: '  {command}   启动', en: '  {command}   starts it' },
  'bundle.nobody': {
    zh: '没有登记系统服务：机器重启后须自行启动，并由您的进程管理程序保持运行',
    en: 'no service was registered: start it after a restart of the machine, and have your own supervisor keep it running',
  },
  'bundle.rolledBack': { zh: '已退回 {id}，已就绪', en: 'went back to {id}, and it is ready' },
} as const
