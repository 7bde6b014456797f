// The page of `berth dev`. Whatever comes from the docking is put in as text, never as markup, and kept nowhere.

/** @type {Record<string, Record<string, string>>} */
let words = {}
/** @type {any} */
let state
let language = new URLSearchParams(location.search).get('lang') ?? document.documentElement.lang
/** The last answers, so that a change of language shows them again. Gone with the page. */
const shown = { rows: undefined, ask: undefined }
let staleRows = false

const byId = (id) => document.getElementById(id)
const say = (key, details = {}) =>
  (words[key]?.[language] ?? key).replace(/\{(\w+)\}/g, (whole, name) => String(details[name] ?? whole))
const tell = (text) => (text === undefined || text === null ? '' : (text[language] ?? text.zh))

/** An element with attributes and children; a child that is a text stays a text. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, '')
    else if (value !== false && value !== undefined) made.setAttribute(key, value)
  }
  made.append(...children.flat())
  return made
}

/** A table that scrolls on its own where it is too wide, also by keys. */
function table(label, head, rows) {
  const titles = head.map((title) => element('th', { scope: 'col' }, title))
  const lines = rows.map((row) => element('tr', {}, row))
  const made = element('table', {}, element('thead', {}, element('tr', {}, titles)), element('tbody', {}, lines))
  return element('div', { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': label }, made)
}

const cell = (text, kind) => element('td', kind === undefined ? {} : { class: kind }, text)

function valueCell(value) {
  if (value === null || value === undefined) return cell('NULL', 'none')
  const text = String(value)
  return cell(text, text.length > 60 ? 'long' : undefined)
}

function problem(kind, { code, text, next, origin, place, about, at, times }) {
  const head = element(
    'p',
    {},
    element('strong', {}, kind === 'error' ? `✗ ${say('page.error')}` : `! ${say('page.warning')}`),
    ' ',
  )
  head.append(element('code', {}, code), ' ', tell(text))
  const made = element('div', { class: `point ${kind}` }, head)
  const line = (key, value) => made.append(element('p', {}, element('small', {}, `${say(key)}  `), value))
  if (place !== undefined) line('page.place', element('code', {}, place))
  if (origin !== undefined) line('page.whose', say(`origin.${origin}`))
  line('page.next', tell(next))
  if (at !== undefined) {
    const often = times > 1 ? `  ${say('page.times', { times })}` : ''
    made.append(element('p', {}, element('small', {}, `${localTime(at)}  ${about}${often}`)))
  }
  return made
}

const localTime = (instant) => new Date(instant).toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB')
const resourceOf = (id) => state?.resources.find((each) => each.id === id)
const titleOf = (resource, item) => tell(resource?.items.find(({ id }) => id === item)?.title) || item

function showHeader() {
  byId('system').textContent = state.system === null ? 'Berth' : tell(state.system.title)
  const unsound = byId('unsound')
  unsound.hidden = state.sound
  unsound.textContent = say(state.system === null ? 'page.noManifest' : 'page.unsound')
  byId('check-count').textContent = String(state.points.length)
  byId('receipt-count').textContent = String(state.receipts[0]?.number ?? 0)
  byId('error-count').textContent = String(state.errors.length)
}

function showCheck() {
  const { agent, systems, points } = state
  const facts = Object.entries(systems).map(([id, product]) => `${say('page.system')} ${id}: ${product}`)
  facts.push(agent.address === undefined ? say('page.agentDown') : `${say('page.agent')}: ${agent.address}`)
  byId('facts').textContent = facts.join('  ·  ')
  const list = points.map((point) => problem(point.severity, point))
  if (agent.problem !== undefined) list.push(problem('error', agent.problem))
  const well = element('p', { class: 'well' }, `✓ ${say('page.checkWell')}`)
  byId('points').replaceChildren(...(list.length === 0 ? [well] : list))
}

/** Fills a list of choices and keeps what was chosen. */
function fill(select, choices) {
  const chosen = select.value
  select.replaceChildren(...choices.map(({ value, text }) => element('option', { value }, text)))
  if (choices.some(({ value }) => value === chosen)) select.value = chosen
  select.disabled = choices.length === 0
}

const named = (resource) => ({
  value: resource.id,
  text: `${tell(resource.title)} (${resource.id})${resource.draft ? ` - ${say('page.draft')}` : ''}`,
})

function showForms() {
  const rows = byId('rows-form')
  fill(rows.elements.resource, state.resources.map(named))
  const ask = byId('ask-form')
  fill(ask.elements.resource, state.resources.filter(({ by }) => by.length > 0).map(named))
  for (const form of [rows, ask]) {
    for (const submit of form.querySelectorAll('button')) submit.disabled = form.elements.resource.disabled
    showClearances(form)
    showCategories(form)
  }
  showRowsOf()
  showBy()
}

function showClearances(form) {
  const place = form.querySelector('[data-clearances]')
  if (place.childElementCount > 0) return
  const choices = state.clearances.map((grade, index) => {
    const input = element('input', { type: 'radio', name: 'clearance', value: String(grade), checked: index === 0 })
    return element('label', {}, input, ` ${grade}`)
  })
  place.replaceChildren(...choices)
}

/** The categories of the resource's items; `personal` is covered unless one says otherwise. */
function showCategories(form) {
  const place = form.querySelector('[data-categories]')
  const resource = resourceOf(form.elements.resource.value)
  const categories = [...new Set((resource?.items ?? []).flatMap((item) => item.categories))].toSorted((a, b) =>
    a.localeCompare(b),
  )
  const off = new Set([...place.querySelectorAll('input:not(:checked)')].map(({ value }) => value))
  const on = new Set([...place.querySelectorAll('input:checked')].map(({ value }) => value))
  place.hidden = categories.length === 0
  const choices = categories.map((value) => {
    const checked = on.has(value) || (value === 'personal' && !off.has(value))
    return element('label', {}, element('input', { type: 'checkbox', name: 'category', value, checked }), ` ${value}`)
  })
  place.querySelector('.choices').replaceChildren(...choices)
}

function showRowsOf() {
  const resource = resourceOf(byId('rows-form').elements.resource.value)
  byId('draft-hint').hidden = resource?.draft !== true
  const none = element('p', { class: 'hint' }, say('page.noResources'))
  byId('sights').replaceChildren(resource === undefined ? none : sights(resource))
}

function sights(resource) {
  const ungraded = cell(say('page.ungraded'), 'failed')
  const rows = resource.items.map((item) => [
    element('th', { scope: 'row' }, tell(item.title), element('small', {}, item.id)),
    item.grade === undefined ? ungraded.cloneNode(true) : cell(String(item.grade)),
    ...item.sights.map(sight),
    cell(item.categories.join(', ')),
    cell(element('code', {}, item.from)),
    cell(item.type),
  ])
  const clearances = state.clearances.map(String)
  const behind = ['category', 'column', 'type'].map((key) => say(`page.${key}`))
  return table(say('page.sights'), [say('page.item'), say('page.grade'), ...clearances, ...behind], rows)
}

function sight(what) {
  if (what === 'given') return cell(`● ${say('page.given')}`)
  if (what === 'masked') return cell(`◐ ${say('page.masked')}`)
  return element('td', { class: 'held', title: say(`withheld.${what}`) }, `○ ${say('page.held')}`)
}

function showBy() {
  const form = byId('ask-form')
  const resource = resourceOf(form.elements.resource.value)
  const sets = resource?.by ?? []
  fill(
    form.elements.by,
    sets.map((set) => ({ value: set.join('+'), text: set.map((id) => titleOf(resource, id)).join(' + ') })),
  )
  showValues()
  const result = byId('ask-result')
  if (sets.length === 0) result.replaceChildren(element('p', { class: 'hint' }, say('page.noAskable')))
  else if (shown.ask === undefined) result.replaceChildren()
}

/** A field for each item that is asked by. What is typed is offered by no list and sent nowhere but here. */
function showValues() {
  const form = byId('ask-form')
  const resource = resourceOf(form.elements.resource.value)
  const items = form.elements.by.value === '' ? [] : form.elements.by.value.split('+')
  const place = byId('ask-values')
  const typed = new Map([...place.querySelectorAll('input')].map((input) => [input.name, input.value]))
  const fields = items.map((id) => {
    const input = element('input', { name: `item:${id}`, autocomplete: 'off', spellcheck: 'false', required: true })
    input.value = typed.get(input.name) ?? ''
    return element('label', {}, element('span', {}, titleOf(resource, id)), input)
  })
  place.replaceChildren(...fields)
}

/** Rows under the titles of their items; a masked one says so in its head. */
function rowTable(resource, { items, masked = [] }, rows) {
  const head = items.map((id) => [
    titleOf(resource, id),
    element('small', {}, masked.includes(id) ? `${id} ◐ ${say('page.masked')}` : id),
  ])
  if (rows.length === 0) return element('p', { class: 'hint' }, say('page.noRows'))
  return table(
    tell(resource?.title),
    head,
    rows.map((row) => row.map(valueCell)),
  )
}

function withheldList(resource, withheld) {
  if (withheld.length === 0) return []
  const title = say('page.withheld')
  const rows = withheld.map(({ item, reason }) => [
    cell(titleOf(resource, item)),
    cell(element('code', {}, item)),
    cell(say(`withheld.${reason}`), 'long'),
  ])
  const head = [say('page.item'), 'id', say('page.reason')]
  return [element('h3', {}, `${title} (${withheld.length})`), table(title, head, rows)]
}

function rejectList(resource, rejects) {
  if (rejects.length === 0) return []
  const title = say('page.rejects')
  const rows = rejects.map(({ row, item, code, length }) => [
    cell(String(row)),
    cell(titleOf(resource, item)),
    cell(element('code', {}, code)),
    cell(length === undefined ? '' : String(length)),
  ])
  const head = [say('page.row'), say('page.item'), say('page.reason'), say('page.length')]
  return [element('h3', {}, `${title} (${rejects.length})`), table(title, head, rows)]
}

function showRows() {
  const { rows: answer } = shown
  if (answer === undefined) return
  const place = byId('rows-result')
  if (answer.error !== undefined) return place.replaceChildren(problem('error', answer.error))
  const resource = resourceOf(answer.resource)
  const nothing = element('p', { class: 'notice' }, say('page.nothing'))
  const rows = answer.items.length === 0 ? nothing : rowTable(resource, answer, answer.rows)
  const stale = staleRows ? [element('p', { class: 'notice' }, say('page.changed'))] : []
  place.replaceChildren(
    ...stale,
    rows,
    ...withheldList(resource, answer.withheld),
    ...rejectList(resource, answer.rejects),
  )
}

function showAnswer() {
  const { ask: answer } = shown
  if (answer === undefined) return
  const place = byId('ask-result')
  if (answer.error !== undefined) return place.replaceChildren(problem('error', answer.error))
  const resource = resourceOf(answer.resource.slice(answer.resource.indexOf('/') + 1))
  const facts = [say('page.answer', { count: answer.rows.length, number: answer.receipt.number })]
  if (answer.more) facts.push(say('page.more'))
  if (answer.asOf !== undefined) facts.push(say('page.asOf', { asOf: localTime(answer.asOf) }))
  const rows = answer.rows.map((row) => answer.items.map((item) => row[item]))
  const told = element('p', {}, facts.join('  ·  '))
  place.replaceChildren(told, rowTable(resource, answer, rows), ...withheldList(resource, answer.withheld))
}

function showReceipts() {
  const head = ['number', 'at', 'resource', 'outcome', 'consumer', 'purpose', 'rows', 'withheld']
  const rows = state.receipts.map((receipt) => [
    cell(String(receipt.number)),
    cell(localTime(receipt.at)),
    cell(receipt.resource),
    element(
      'td',
      receipt.code === undefined ? {} : { class: 'failed' },
      [say(`outcome.${receipt.outcome}`), receipt.code ?? ''].join(' '),
    ),
    cell(receipt.consumer),
    cell(receipt.purpose ?? ''),
    cell(String(receipt.rows)),
    cell(String(receipt.withheld)),
  ])
  const none = element('p', { class: 'hint' }, say('receipts.none'))
  byId('receipt-list').replaceChildren(
    rows.length === 0
      ? none
      : table(
          say('page.receipts'),
          head.map((key) => say(`receipts.${key}`)),
          rows,
        ),
  )
}

function showErrors() {
  const none = element('p', { class: 'well' }, `✓ ${say('page.noErrors')}`)
  const list = state.errors.map((error) => problem('error', error))
  byId('error-list').replaceChildren(...(list.length === 0 ? [none] : list))
}

function showAll() {
  document.documentElement.lang = language
  for (const place of document.querySelectorAll('[data-say]')) place.textContent = say(place.dataset.say)
  if (state === undefined) return
  document.title = `${state.system === null ? 'berth' : tell(state.system.title)} - berth dev`
  for (const show of [showHeader, showCheck, showForms, showRows, showAnswer, showReceipts, showErrors]) show()
}

async function fetchJson(path, init) {
  const response = await fetch(path, { cache: 'no-store', ...init })
  return await response.json()
}

function ask(name, question) {
  return fetchJson(`ask/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(question),
  })
}

async function refresh() {
  const before = JSON.stringify(state?.resources)
  state = await fetchJson('state')
  if (before !== undefined && before !== JSON.stringify(state.resources)) staleRows = shown.rows !== undefined
  showAll()
}

function permit(form) {
  const chosen = form.querySelector('input[name="clearance"]:checked')
  const categories = [...form.querySelectorAll('input[name="category"]:checked')].map(({ value }) => value)
  return { resource: form.elements.resource.value, clearance: chosen?.value ?? '', categories }
}

/** Sends a form's question; the button waits with it. */
function onSubmit(form, name, key, show, questionOf) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const button = form.querySelector('button[type="submit"]')
    button.disabled = true
    byId(`${form.id.split('-')[0]}-result`).replaceChildren(element('p', { class: 'hint' }, say('page.working')))
    try {
      shown[key] = await ask(name, questionOf(form))
      if (key === 'rows') staleRows = false
      show()
    } catch {
      standing(false)
    } finally {
      button.disabled = false
    }
  })
}

function standing(connected) {
  byId('standing').textContent = connected ? `● ${say('page.connected')}` : `○ ${say('page.cut')}`
}

const rowsForm = byId('rows-form')
const askForm = byId('ask-form')
onSubmit(rowsForm, 'rows', 'rows', showRows, (form) => ({
  ...permit(form),
  rows: Number(form.elements.rows.value),
  draft: resourceOf(form.elements.resource.value)?.draft === true,
}))
onSubmit(askForm, 'lookup', 'ask', showAnswer, (form) => ({
  ...permit(form),
  by: Object.fromEntries(
    [...form.querySelectorAll('#ask-values input')].map(({ name, value }) => [name.slice('item:'.length), value]),
  ),
}))
rowsForm.elements.resource.addEventListener('change', () => {
  shown.rows = undefined
  byId('rows-result').replaceChildren()
  showCategories(rowsForm)
  showRowsOf()
})
askForm.elements.resource.addEventListener('change', () => {
  shown.ask = undefined
  showCategories(askForm)
  showBy()
})
askForm.elements.by.addEventListener('change', showValues)
byId('check-again').addEventListener('click', () => void ask('check', {}))
byId('language').addEventListener('click', () => {
  language = language === 'zh' ? 'en' : 'zh'
  const address = new URL(location.href)
  address.searchParams.set('lang', language)
  history.replaceState(null, '', address)
  showAll()
  standing(events.readyState === EventSource.OPEN)
})

words = await fetchJson('words')
const events = new EventSource('events')
events.addEventListener('open', () => {
  standing(true)
  void refresh()
})
events.addEventListener('error', () => standing(false))
events.addEventListener('changed', () => void refresh())
showAll()
