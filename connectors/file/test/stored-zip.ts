import { crc32 } from 'node:zlib'

/** A zip archive of files that are not packed: APPNOTE 4.3.7, 4.3.12 and 4.3.16. */
export function storedZip(files: Readonly<Record<string, string>>): Buffer {
  const [locals, directory] = [[] as Buffer[], [] as Buffer[]]
  let offset = 0
  for (const [name, text] of Object.entries(files)) {
    const [title, data] = [Buffer.from(name), Buffer.from(text)]
    // Version, flags (UTF-8 names), method, time, date; checksum and sizes; lengths of name and extra field.
    const facts = Buffer.alloc(26)
    facts.writeUInt16LE(20, 0)
    facts.writeUInt16LE(0x800, 2)
    facts.writeUInt16LE(0x21, 8)
    facts.writeUInt32LE(crc32(data), 10)
    facts.writeUInt32LE(data.length, 14)
    facts.writeUInt32LE(data.length, 18)
    facts.writeUInt16LE(title.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), facts, title, data])
    locals.push(local)
    directory.push(Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), facts, place, title)
    offset += local.length
  }
  const entries = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  const count = Object.keys(files).length
  end.writeUInt16LE(count, 4)
  end.writeUInt16LE(count, 6)
  end.writeUInt32LE(entries.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...locals, entries, Buffer.from('PK\x05\x06'), end])
}
