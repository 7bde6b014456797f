/** `berth secret` and `berth keys`. */
export const secretMessages = {
  'secret.ask': { zh: '{name} 的值（不显示）', en: 'the value of {name} (not shown)' },
  'secret.empty': { zh: '没有内容', en: 'it is empty' },
  'secret.kept': {
    zh: '{name} 已加密保存到 {file}，清单中引用为 {reference}',
    en: '{name} is kept encrypted in {file}; refer to it in the manifest as {reference}',
  },
  'secret.removed': { zh: '{name} 已删除', en: '{name} is gone' },
  'secret.none': { zh: '没有加密保存的密钥', en: 'no secrets are kept here' },
  'secret.keyHere': {
    zh: '钥匙在 {file}，与密文同在一台机器：它只防止密文单独流出（备份、误提交）。分开保管请用 BERTH_SECRETS_KEY_FILE',
    en: 'their key is in {file}, beside them: that helps only where the file of secrets gets out alone (a backup, a commit). Name another place in BERTH_SECRETS_KEY_FILE',
  },
  'keys.made': { zh: '私钥写入 {file}，只有属主可读', en: 'the private key is in {file}, for its owner only' },
  'keys.public': { zh: '公钥，可交给对方登记：', en: 'the public half, for others to register:' },
  'keys.fingerprint': { zh: '指纹 {digest} {fingerprint}', en: 'fingerprint {digest} {fingerprint}' },
}
