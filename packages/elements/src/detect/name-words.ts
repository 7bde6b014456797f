/**
 * The words of a column name in lower case: `NF_SFZH` is `nf` and `sfzh`, `idCardNo` is `id`, `card` and `no`. Numbers
 * at the end of a word are left out, for they tell the first telephone from the second.
 */
export function nameWords(name: string): readonly string[] {
  const words: string[] = []
  for (const part of name.split(/[^A-Za-z0-9]+/)) {
    for (const word of part.replace(/([a-z0-9])([A-Z])/g, '$1 $2').split(' ')) {
      const letters = word.replace(/\d+$/, '').toLowerCase()
      if (letters !== '') words.push(letters)
    }
  }
  return words
}
