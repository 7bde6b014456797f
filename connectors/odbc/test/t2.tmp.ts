import { openSession } from '@berth/core'
import { connector } from '/work/main/connectors/odbc/src/index.ts'

const all = {
  pg: {
    driver: 'PostgreSQL Unicode',
    attributes: 'Server=127.0.0.1;Port=23832;Database=postgres',
    user: 'postgres',
    password: 'x',
  },
  my: { driver: 'MariaDB Unicode', attributes: 'Server=127.0.0.1;Port=23806;Database=b', user: 'u', password: 'p' },
}
for (const [n, o] of Object.entries(all)) {
  await using s = await openSession(connector, o, { access: 'read' })
  let c = 0
  const sizes = []
  const t = Date.now()
  try {
    for await (const b of s.scan({
      dataset: 'big',
      columns: ['id', 'name', 'cid', 'phone', 'amt', 'd', 'ts', 'memo'].map((name) => ({ name })),
    })) {
      c += b.rows.length
      sizes.push(b.rows.length)
    }
  } catch (e) {
    console.log(e)
  }
  console.log(n, c, sizes.length, Date.now() - t, sizes.slice(0, 5))
}
