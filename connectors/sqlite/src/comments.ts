/** A line of a column definition that ends in a comment: `xm VARCHAR(30), -- 姓名`. Nothing in it is tried twice, however long. */
const commented = /^\s*(?:"([^"]+)"|`([^`]+)`|\[([^\]]+)\]|([^\s"`[\],(]+))\s.*--(?=\s*\S)(.*)$/

/**
 * SQLite has no comments on columns, but keeps the text of CREATE TABLE, and with it the comments that its author wrote
 * at the ends of the lines.
 */
export function columnComments(createTable: string): Map<string, string> {
  const comments = new Map<string, string>()
  for (const line of createTable.split('\n').slice(1)) {
    const [, quoted, ticked, bracketed, plain, comment] = commented.exec(line.trimEnd()) ?? []
    const column = quoted ?? ticked ?? bracketed ?? plain
    if (column !== undefined && comment !== undefined) comments.set(column, comment.trim())
  }
  return comments
}
