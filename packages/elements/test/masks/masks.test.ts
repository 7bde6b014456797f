import fc from 'fast-check'
import { expect, test } from 'vitest'
import { elements, findElement } from '../../src/index.ts'

test.each([
  ['person.citizenNumber', '11010519491231002X', '110105************'],
  ['person.citizenNumber', '110105491231002', '110105*********'],
  ['person.citizenNumber', '11010519', '********'],
  ['person.name', '张三', '张*'],
  ['person.name', '欧阳小娜', '欧阳**'],
  ['person.name', '欧阳', '欧*'],
  ['person.name', '王', '*'],
  ['person.name', '𠮷田某', '𠮷**'],
  ['person.mobilePhone', '13800001234', '138****1234'],
  ['person.phone', '87654321', '********'],
  ['person.birthDate', '1949-12-31', '1949-**-**'],
  ['person.birthDate', '19491231', '********'],
  ['person.address', '北京市朝阳区某某路1号', '北京市朝阳区*****'],
  ['person.passport', 'E00000012', 'E******12'],
  ['contact.email', 'name@example.cn', 'n***@example.cn'],
  ['contact.email', 'n@example.cn', '*@example.cn'],
  ['contact.email', 'no address', '**********'],
  ['bank.cardNumber', '4111111111111111', '************1111'],
  ['vehicle.plate', '京A12345', '京A***45'],
  ['certificate.number', '1234567', '*******'],
])('%s: %s is shown as %s', (id, text, shown) => {
  expect(findElement(id)?.mask?.(text)).toBe(shown)
})

test('a mask hides something of every text that is not empty', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[^*]{1,30}$/u), (text) => {
      for (const { id, mask } of Object.values(elements)) {
        if (mask !== undefined) expect(mask(text), id).toContain('*')
      }
    }),
  )
})
