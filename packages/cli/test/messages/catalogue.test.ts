import { describe, expect, it } from 'vitest'
import { messageCatalogue } from '../../src/messages/catalogue.ts'

const places = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort()

describe('messageCatalogue', () => {
  it.each(Object.entries(messageCatalogue))('%s is there in both languages with the same places', (_key, message) => {
    expect(message.zh.trim()).not.toBe('')
    expect(message.en.trim()).not.toBe('')
    expect(places(message.zh)).toEqual(places(message.en))
  })
})
