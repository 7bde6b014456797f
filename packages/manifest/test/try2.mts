import { parseManifest } from '@berth/manifest'
import { readFileSync } from 'node:fs'
const g = readFileSync('test/fixtures/good/berth.yaml','utf8')
const place = {file:'b',folder:'/'}
let t = performance.now(); parseManifest(g, place); console.log('first', performance.now()-t)
t = performance.now(); for (let i=0;i<100;i++) parseManifest(g, place); console.log('each', (performance.now()-t)/100)
const head = g.slice(0, g.indexOf('      husbandId:'))
const tail = g.slice(g.indexOf('    provide:'))
const items = (n: number, extra = '') => Array.from({length:n},(_, i)=>`      item${i}: { title: 数据项${i}, type: text(30), from: COL_${i}, grade: 2${extra} }\n`).join('')
const base = `      husbandId: { title: 男方身份证号, element: person.citizenNumber, from: NF_SFZH, grade: 3, authoritative: true }\n      wifeId: { title: 女方身份证号, element: person.citizenNumber, from: NV_SFZH, grade: 3 }\n      registeredOn: { title: 登记日期, type: date, from: DJRQ, grade: 2, format: yyyyMMdd, onInvalid: warn }\n`
for (const [n, x] of [[2000,''],[2000,', tyep: 1'],[10000,'']] as const) {
  const big = head + base + items(n, x) + tail
  t = performance.now(); const r = parseManifest(big, place); console.log(n, x, performance.now()-t, r.findings.length, r.findings[0])
}
