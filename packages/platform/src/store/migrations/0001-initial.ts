import type { Migration } from './migration.ts'

/** The first shape of the platform's tables. */
export const initialMigration: Migration = {
  number: 1,
  statements: [
    `create table parties (
      id text primary key,
      kind text not null check (kind in ('system', 'consumer')),
      title text not null,
      clearance text,
      public_key jsonb not null,
      enrolled_at timestamptz not null
    )`,
    `create table enrolment_codes (
      hash text primary key,
      kind text not null check (kind in ('system', 'consumer')),
      party text not null,
      title text not null,
      clearance text,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      used_at timestamptz
    )`,
    'create table seen_requests (id text primary key, expires_at timestamptz not null)',
    'create index seen_requests_expiry on seen_requests (expires_at)',
    `create table systems (
      id text primary key,
      document jsonb not null,
      agent_url text,
      manifest text not null,
      digest text not null,
      version integer not null,
      published_at timestamptz not null
    )`,
    `create table entries (
      system text not null references systems (id),
      id text not null,
      kind text not null check (kind in ('resource', 'operation')),
      version integer not null,
      digest text not null,
      words text not null,
      withdrawn_at timestamptz,
      primary key (system, id)
    )`,
    `create table entry_versions (
      system text not null,
      id text not null,
      version integer not null,
      kind text not null check (kind in ('resource', 'operation')),
      digest text not null,
      document jsonb not null,
      published_at timestamptz not null,
      primary key (system, id, version),
      foreign key (system, id) references entries (system, id)
    )`,
    `create table grants (
      id text primary key,
      consumer text not null references parties (id),
      resource text not null,
      items jsonb not null,
      clearance text not null,
      purpose text not null,
      basis text,
      issued_at timestamptz not null,
      expires_at timestamptz not null,
      revoked_at timestamptz,
      token text not null
    )`,
    'create index grants_use on grants (consumer, resource, purpose)',
    `create table receipts (
      number bigint primary key,
      at timestamptz not null,
      outcome text not null,
      hash text not null,
      document jsonb not null
    )`,
    'create table receipt_head (single boolean primary key check (single), number bigint not null, hash text not null)',
    "insert into receipt_head (single, number, hash) values (true, 0, '')",
    `create table streams (
      system text not null,
      resource text not null,
      stream text not null,
      last bigint not null,
      primary key (system, resource, stream)
    )`,
    `create table batches (
      system text not null,
      resource text not null,
      stream text not null,
      number bigint not null,
      digest text not null,
      rows integer not null,
      bytes integer not null,
      receipt bigint not null references receipts (number),
      received_at timestamptz not null,
      content text not null,
      primary key (system, resource, stream, number),
      foreign key (system, resource, stream) references streams (system, resource, stream)
    )`,
    'alter table batches alter column content set storage external',
  ],
}
