import { described, durationSchema, mapSchema, wordListSchema, wordsSchema } from './building.ts'
import { fileLayoutProperties } from './file-layout-schema.ts'
import type { JsonSchema } from './json-schema.ts'

const inBulk: Readonly<Record<string, JsonSchema>> = {
  every: described('每隔多久；不写则只在运行 berth sync 时', 'How often; without it only when berth sync is run', {
    ...wordsSchema,
    examples: ['P1D', 'PT10M', '10m'],
  }),
  clearance: described(
    '可送往该处的最高级别；不写则不送',
    'The highest grade that may go there; without it nothing does',
    {
      $ref: '#/$defs/grade',
    },
  ),
  categories: described(
    '可送往该处的类别；不写即只有 personal，写 [] 即只送不带类别的数据项',
    'The categories that may go there; without it personal alone, with [] only items that have none',
    wordListSchema,
  ),
  purpose: described('用途', 'The purpose', wordsSchema),
}

/** `provide` of a resource. */
export const provideSchema: JsonSchema = mapSchema({
  parameter: described(
    '参数传递：按参数查询',
    'By parameter: questions and answers',
    mapSchema(
      {
        by: described('可以按哪些数据项查询，每组一次', 'The sets of items that a question may be asked by', {
          type: 'array',
          minItems: 1,
          items: { ...wordListSchema, minItems: 1 },
        }),
        limit: described('一次最多返回多少条', 'The most records in one answer', {
          type: 'integer',
          minimum: 1,
          maximum: 10_000,
          default: 50,
        }),
        offline: described(
          '业务系统不在线时：拒绝，或用副本回答',
          'While the system is down: refuse, or answer from a replica',
          {
            enum: ['reject', 'replica'],
            default: 'reject',
          },
        ),
        replica: described(
          '副本；仅用于 offline: replica',
          'The replica; only with offline: replica',
          mapSchema({
            every: described('每隔多久重做一次', 'How often it is made anew', {
              ...durationSchema(['P1D', 'PT1H']),
              default: 'P1D',
            }),
            maxAge: described('数据超过多久便不再用来回答', 'The age of its data beyond which it does not answer', {
              ...durationSchema(['P7D', 'P2D']),
              default: 'P7D',
            }),
            limit: described('最多多少行', 'The most rows it may have', {
              type: 'integer',
              minimum: 1,
              maximum: 10_000_000,
              default: 1_000_000,
            }),
          }),
        ),
      },
      ['by'],
    ),
  ),
  file: described(
    '数据文件传递',
    'By data files',
    mapSchema(
      {
        to: described(
          'platform，或一个目录：写了 connection 时为对方的目录',
          'platform, or a folder: of the other side where connection is given',
          wordsSchema,
        ),
        connection: described(
          '接收文件的连接（SFTP、FTP）；不写则为本机目录',
          'A connection that takes files (SFTP, FTP); without it a folder of this machine',
          wordsSchema,
        ),
        ...fileLayoutProperties,
        receipts: described(
          '接收方对签名数据文件的回执（见 docs/contract/data-files.md）；不写则不查',
          'The receipts of the receiver of these files (docs/contract/data-files.md); without it nobody looks',
          mapSchema(
            {
              folder: described(
                '回执所在目录：写了 connection 时为对方的目录',
                'The folder they come back to: of the other side where connection is given',
                wordsSchema,
              ),
              within: described('送出后多久没有回执即告警', 'After how long a missing receipt is told', {
                ...durationSchema(['P2D', 'PT4H']),
                default: 'P2D',
              }),
              keys: described(
                '接收方公钥文件（JWKS）；不写则不验签',
                'A file with the public keys of receivers (JWKS); without it signatures are not verified',
                wordsSchema,
              ),
            },
            ['folder'],
          ),
        ),
        ...inBulk,
      },
      ['to'],
    ),
  ),
  table: described(
    '数据库写入',
    'By writing to a database',
    mapSchema(
      {
        to: described('目标连接的编号', 'The connection to write to', wordsSchema),
        table: described('目标表', 'The table to write to', wordsSchema),
        columns: described(
          '数据项到目标列；不写的列与数据项同名',
          'Items to target columns; a column not named has its item’s name',
          {
            type: 'object',
            additionalProperties: wordsSchema,
          },
        ),
        ...inBulk,
      },
      ['to', 'table'],
    ),
  ),
})
