import { readFile } from 'node:fs/promises'
import { expect, test, type Page } from '@playwright/test'
import { harbour, type Harbour } from './harbour'

// One story, in order: an empty map filled from the keyboard, bound to the record, and edited by two at once.
test.describe.configure({ mode: 'serial', timeout: 180_000 })

let at: Harbour
let page: Page

test.beforeAll(async ({ browser }) => {
  at = await harbour(browser)
  page = at.page
})
test.afterAll(async () => { await at.stop() })

const cell = (on: Page, row: string, column: number) => on.locator(`[data-cell^="${row}/"]`).nth(column)
const saved = (on: Page) => expect(on.getByText('Saved', { exact: true })).toBeVisible()

test('an empty map becomes steps and cells from the keyboard alone', async () => {
  await page.goto('journeys')
  await expect(page.getByText('No map yet')).toBeVisible()
  await at.accessible()
  await page.getByRole('button', { name: 'Draw the first map' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused()
  await page.keyboard.type('A wrong charge')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('grid', { name: 'Map: A wrong charge' })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Name of step 1' })).toBeFocused()
  const steps = ['See a charge', 'Ask about it', 'Get it back', 'Tell a friend']
  for (const [index, step] of steps.entries()) {
    await page.keyboard.type(step)
    // Behind a step with a name Enter or Tab make another; by Tab from one without a name the next phase begins.
    await page.keyboard.press(index % 2 ? 'Enter' : 'Tab')
    if (index === 0 || index === 2) await page.keyboard.press('Tab')
  }
  // A step was begun behind the last one: without a name it goes again.
  await page.keyboard.press('Escape')
  await expect(page.getByRole('columnheader', { name: /^\d/ })).toHaveCount(4)
  await expect(cell(page, 'step', 3)).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Home')
  for (const goal of ['A reason', 'Somebody who listens', 'My money', 'A good story']) {
    await page.keyboard.type(goal)
    await page.keyboard.press('Tab')
  }
  for (const [index, name] of steps.entries()) await expect(cell(page, 'step', index)).toContainText(name)
  await expect(cell(page, 'goal', 1)).toHaveText('Somebody who listens')
  // A letter on a written cell writes it anew, as in a sheet; what stood there is said, and comes back.
  await cell(page, 'goal', 1).focus()
  await page.keyboard.type('No')
  await expect(cell(page, 'goal', 1).getByRole('textbox')).toHaveValue('No')
  await expect(cell(page, 'goal', 1)).toContainText('brings back “Somebody who listens”')
  await page.keyboard.press('Escape')
  await expect(cell(page, 'goal', 1)).toHaveText('Somebody who listens')
  // Feelings, evidence, moving and undoing.
  await cell(page, 'feelings', 0).focus()
  await page.keyboard.press('-')
  await page.keyboard.press('-')
  await page.keyboard.press(']')
  await expect(cell(page, 'feelings', 0)).toHaveAccessibleName('as it is −2, as it should be +1')
  await cell(page, 'goal', 2).focus()
  await page.keyboard.press('Alt+3')
  await expect(cell(page, 'goal', 2).getByRole('img', { name: 'Observed' })).toBeVisible()
  await cell(page, 'step', 3).focus()
  // Over the border of its phase, then before its neighbour.
  await page.keyboard.press('Alt+ArrowLeft')
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(cell(page, 'step', 2)).toContainText('Tell a friend')
  await expect(cell(page, 'step', 2)).toBeFocused()
  await page.keyboard.press('Control+z')
  await expect(cell(page, 'step', 2)).toContainText('Get it back')
  await saved(page)
  await page.reload()
  await expect(cell(page, 'goal', 3)).toHaveText('A good story')
  await at.accessible()
})

test('a workshop: twenty steps with every lane filled take less than five minutes at five keys a second', async () => {
  let keys = 0
  const type = async (text: string) => { keys += text.length; await page.keyboard.type(text) }
  const press = async (key: string) => { keys++; await page.keyboard.press(key) }
  await page.goto('journeys')
  await page.getByRole('button', { name: 'New map' }).click()
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused()
  await type('Workshop')
  await press('Enter')
  await expect(page.getByRole('textbox', { name: 'Name of step 1' })).toBeFocused()
  // Down through the lanes, and from the last one to the next step; what stays the same is said by one key.
  const lanes = ['Know why', 'A number', 'Calm', 'One call', 'feelings', 'Waits', 'Call back', 'Phone', '3', 'Billing', 'Care']
  // Every step after the first costs the same keys: four are typed, twenty are reckoned.
  const after: number[] = []
  for (let step = 1; step <= 4; step++) {
    await type(`Step 0${step}`)
    await press('ArrowDown')
    for (const [index, text] of lanes.entries()) {
      const last = step === 4 && index === lanes.length - 1
      if (text === 'feelings') { await press('-'); await press('ArrowDown') }
      else if (step > 1 && index >= 7 && !last) await press('Control+d')
      else { await type(text); await press(last ? 'Tab' : 'Enter') }
    }
    after.push(keys)
  }
  await expect(page.getByRole('columnheader', { name: /^\d/ })).toHaveCount(4)
  for (const row of ['step', 'goal', 'emotional_needs', 'channels', 'owner']) await expect(cell(page, row, 3)).not.toHaveText('')
  await saved(page)
  const [first = 0, , third = 0, fourth = 0] = after
  expect((first + 19 * (fourth - third)) / 5 / 60).toBeLessThan(5)
  // What was written elsewhere comes in as steps, is undone at once, and the focus stays on the map.
  await cell(page, 'step', 3).focus()
  await page.evaluate(() => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', 'Pasted\tTwice\nA goal\tAnother')
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })
  await expect(cell(page, 'step', 4)).toContainText('Pasted')
  await expect(cell(page, 'goal', 5)).toHaveText('Another')
  await expect(cell(page, 'step', 5)).toBeFocused()
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('columnheader', { name: /^\d/ })).toHaveCount(4)
  await expect(page.locator('[data-cell^="step/"]:focus')).toHaveCount(1)
  await page.keyboard.press('Control+Enter')
  await page.keyboard.press('Escape')
  await expect(page.locator('[data-cell^="step/"]:focus')).toHaveCount(1)
  await page.goto('journeys/a_wrong_charge')
})

test('a step bound to a touchpoint shows what happened on it, and who is behind it', async () => {
  for (const [column, touchpoint] of [[0, 'See the balance'], [1, 'Resolve a billing question']] as const) {
    await cell(page, 'step', column).focus()
    await page.keyboard.press('Alt+t')
    // A few letters are enough.
    await page.keyboard.type(touchpoint.slice(0, 9))
    await expect(page.getByRole('option', { name: touchpoint, selected: true })).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(cell(page, 'touchpoint', column)).toContainText(touchpoint)
  }
  const happened = page.getByRole('row', { name: /^What happened/ })
  await expect(happened).toContainText('customers')
  await expect(happened).toContainText('failed')
  await expect(happened.getByText('Not bound to the record')).toHaveCount(2)
  await happened.getByRole('button', { name: /^[\d,]+$/ }).first().click()
  const inspector = page.getByRole('dialog')
  await expect(inspector).toContainText('Interactions · See a charge')
  await expect(inspector.getByRole('table')).toBeVisible()
  await page.keyboard.press('Escape')
  await at.accessible()
})

test('the paths customers took stand beside the map, and one of them becomes a draft', async () => {
  await page.getByText('Where they really went').click()
  await expect(page.getByRole('heading', { name: /customers moved over the map$/ })).toBeVisible()
  await expect(page.getByRole('heading', { name: /took the most common path$/ })).toBeVisible()
  await at.accessible()
  await page.getByRole('combobox', { name: 'Compare', exact: true }).selectOption('previous')
  // Both sections: what is pressed below the first must not move while it is pressed.
  await expect(page.getByText(/Compared with \d{1,2} \w+ \d{4} to /)).toHaveCount(2)
  await page.getByRole('button', { name: 'Make this path a map' }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: /^Path: / })).toBeVisible()
  await expect(cell(page, 'touchpoint', 0)).toHaveText(/./)
})

test('a persona is described, and stands on the map drawn for it', async () => {
  await page.goto('journeys/personas')
  await at.accessible()
  await page.getByRole('button', { name: 'Describe the first' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Newcomer in town')
  await page.getByRole('textbox', { name: 'Who this is' }).fill('Moved here in spring; knows nobody at the bank.')
  await page.getByRole('checkbox', { name: 'A wrong charge' }).check()
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('list', { name: 'Personas' }).getByRole('link', { name: 'A wrong charge' }).click()
  await expect(page.getByRole('link', { name: 'Newcomer in town' })).toBeVisible()
})

test('two people at once, one of them offline for a while, lose nothing', async () => {
  const other = await at.another()
  const context = other.context()
  await Promise.all([page, other].map((one) => one.goto('journeys/a_wrong_charge')))
  await cell(page, 'goal', 0).focus()
  await expect(other.getByText(/^Also here: /)).toBeVisible()
  await page.keyboard.type(' I trust')
  // Letter by letter, while it is still being written.
  await expect(cell(other, 'goal', 0)).toContainText('A reason I trust')
  await context.setOffline(true)
  // Nothing to send yet: all the same nobody says that all is well.
  await expect(other.getByText('No connection: kept on this device')).toBeVisible()
  await expect(other.getByText(/^Connection lost/)).toBeVisible()
  await expect(other.getByText(/^Also here: /)).toHaveCount(0)
  await cell(other, 'goal', 0).focus()
  await other.keyboard.type(' and understand')
  await other.keyboard.press('Enter')
  await cell(other, 'pain_points', 1).focus()
  await other.keyboard.type('Waiting on hold')
  await other.keyboard.press('Enter')
  await expect(other.getByText('No connection: kept on this device')).toBeVisible()
  await page.keyboard.press('Enter')
  await cell(page, 'pain_points', 2).focus()
  await page.keyboard.type('Weeks of waiting')
  await page.keyboard.press('Enter')
  await saved(page)
  await context.setOffline(false)
  await saved(other)
  for (const one of [page, other]) {
    await expect(cell(one, 'goal', 0)).toContainText('A reason I trust and understand')
    await expect(cell(one, 'pain_points', 1)).toContainText('Waiting on hold')
    await expect(cell(one, 'pain_points', 2)).toContainText('Weeks of waiting')
  }
  await other.context().close()
})

test('letters are words wherever one stands on a map, and what somebody else takes away is not lost', async () => {
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme)
  const before = await theme()
  // In a phase without steps a letter begins one; the focus on a tool makes no letter a shortcut.
  await cell(page, 'step', 1).focus()
  await page.keyboard.press('Control+Shift+Enter')
  await page.keyboard.type('Later')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Delete')
  await page.keyboard.press('Control+z')
  const empty = page.locator('[data-cell^="goal/"]').filter({ hasText: /^$/ }).last()
  await empty.focus()
  await page.keyboard.type('t?gh That letters stay')
  await expect(page.getByRole('textbox', { name: /^Customer’s goal/ })).toHaveValue('t?gh That letters stay')
  await page.keyboard.press('Alt+2')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('img', { name: 'Reported by customers' })).toHaveCount(1)
  await page.getByRole('button', { name: 'Undo (Ctrl Z)' }).focus()
  await page.keyboard.press('t')
  expect(await theme()).toBe(before)
  // An own lane waits for its name.
  await page.getByRole('button', { name: 'Lane', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Own lane' }).click()
  await expect(page.getByRole('textbox', { name: 'Name of the lane' })).toBeFocused()
  await page.keyboard.type('Regulator says')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('rowheader', { name: /^Regulator says/ })).toBeVisible()
  await saved(page)

  const other = await at.another()
  await other.goto('journeys/a_wrong_charge')
  const name = (await cell(other, 'step', 0).textContent()) ?? ''
  await cell(other, 'pain_points', 0).click()
  await expect(cell(other, 'pain_points', 0)).toHaveCSS('outline-style', 'solid')
  await other.keyboard.type('Nobody explains it')
  await cell(page, 'step', 0).focus()
  await page.keyboard.press('Delete')
  const notice = other.getByRole('alert').filter({ hasText: 'Somebody else took out' })
  await expect(notice).toContainText('Nobody explains it')
  // What is typed on goes on in what was taken, not into its neighbour; the focus stays on the map.
  await expect(other.locator('[data-cell^="pain_points/"]:focus')).toHaveCount(1)
  await other.keyboard.type(' to me')
  await expect(notice).toContainText('Nobody explains it to me')
  await notice.getByRole('button', { name: 'Put it back' }).click()
  await expect(notice).toHaveCount(0)
  await expect(cell(other, 'step', 0)).toHaveText(name)
  // Beside it stands the name of whoever is in the cell.
  await expect(cell(page, 'pain_points', 0)).toContainText('Nobody explains it to me')
  await other.context().close()
})

test('a draft outlives Esc, a broken file is refused with its place, and a rule ends only after it was named', async () => {
  await cell(page, 'goal', 1).focus()
  await page.keyboard.press('Alt+c')
  await page.getByLabel('Say something').fill('Is it so?')
  await page.keyboard.press('Escape')
  await expect(cell(page, 'goal', 1)).toBeFocused()
  await page.keyboard.press('Alt+c')
  await expect(page.getByLabel('Say something')).toHaveValue('Is it so?')
  await page.getByLabel('Say something').press('Control+Enter')
  await expect(page.getByRole('list', { name: 'Comments' })).toContainText('Is it so?')
  await expect(page.getByLabel('Say something')).toHaveValue('')
  await page.keyboard.press('Escape')

  await page.goto('journeys')
  await page.getByRole('button', { name: 'New map' }).click()
  const step = (name: string) => ({ id: 's1', phase: 'p', name, touchpoint: null, child: null })
  const file = { format: 'touchstone-journey-1', name: 'Twice', level: 'journey', map: { phases: [{ id: 'p', name: 'All', when: 'during' }], steps: [step('See'), step('Ask')], lanes: [], cells: [] } }
  await page.getByLabel(/^From a file/).setInputFiles({ name: 'twice.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(file)) })
  await expect(page.getByText('Nothing was brought in. In steps, number 2, id: “s1” (“Ask”) is the id of number 1 too.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Begin' })).toBeDisabled()

  await page.goto('journeys/rules')
  await page.getByRole('button', { name: 'Set the first rule' }).click()
  await page.getByRole('group', { name: 'One of these must be offered' }).getByRole('checkbox').first().check()
  await page.getByRole('button', { name: 'Set the rule' }).click()
  await page.getByRole('button', { name: 'End', exact: true }).click()
  const asked = page.getByRole('dialog', { name: /^End the rule at “/ })
  await expect(asked).toContainText('For everybody: offer ')
  await at.accessible()
  await asked.getByRole('button', { name: 'End the rule' }).click()
  await expect(page.getByText('No channel rule yet')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('button', { name: 'End', exact: true })).toBeVisible()
  await page.goto('journeys/a_wrong_charge')
})

test('a map comes in from a table and goes out as one, and its phases and steps are carried by hand', async () => {
  await page.goto('journeys')
  await page.getByRole('button', { name: 'New map' }).click()
  const table = 'phase,step,lane,text\nPacking,Find boxes,Pain points,None left\nPacking,Wrap,,\nDriving,Hire a van,Pain points,Too small\nDriving,Unload,,\n'
  await page.getByLabel(/^From a file/).setInputFiles({ name: 'Move house.csv', mimeType: 'text/csv', buffer: Buffer.from(table) })
  await expect(page.getByText('4 steps are brought in.')).toBeVisible()
  await page.getByRole('button', { name: 'Begin' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Move house' })).toBeVisible()
  await expect(page.locator('[data-cell^="step/"]')).toHaveText([/Find boxes/, /Wrap/, /Hire a van/, /Unload/])
  const carry = async (what: string, onto: string) => {
    const [from, to] = [await page.locator(what).boundingBox(), await page.locator(onto).boundingBox()]
    if (!from || !to) throw new Error('nothing to carry')
    await page.mouse.move(from.x + 40, from.y + from.height / 2)
    await page.mouse.down()
    await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 5 })
    await page.mouse.move(to.x + to.width - 6, to.y + to.height / 2, { steps: 5 })
    await page.mouse.up()
  }
  await carry('[data-cell^="step/"]:has-text("Find boxes")', '[data-cell^="step/"]:has-text("Wrap")')
  await expect(page.locator('[data-cell^="step/"]')).toHaveText([/Wrap/, /Find boxes/, /Hire a van/, /Unload/])
  await carry('[data-phase-head]:has-text("Packing")', '[data-phase-head]:has-text("Driving")')
  await expect(page.locator('[data-cell^="step/"]')).toHaveText([/Hire a van/, /Unload/, /Wrap/, /Find boxes/])
  await saved(page)
  await page.getByRole('button', { name: 'More' }).click()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Save as a table (CSV)' }).click()])
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n').map((line) => line.split(',').slice(0, 5).join(','))
  expect(lines).toEqual(['phase_number,phase,when,step_number,step', '1,Driving,during,1,Hire a van', '1,Driving,during,2,Unload', '2,Packing,during,3,Wrap', '2,Packing,during,4,Find boxes'])
  // A lane that was laid by mistake is taken out, and undoing brings it back; the last one stays.
  const lane = page.getByRole('rowheader', { name: /^Opportunities/ })
  await page.getByRole('button', { name: 'Lane', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Opportunities' }).click()
  await expect(lane).toBeVisible()
  await page.getByRole('button', { name: 'Take lane out' }).click()
  await expect(lane).toBeHidden()
  await page.keyboard.press('Control+z')
  await expect(lane).toBeVisible()
  await page.goto('journeys/a_wrong_charge')
})

test('what a touchpoint is held to is said once, and stands on its step', async () => {
  await page.goto('settings/touchpoints?touchpoint=resolve_a_billing_question')
  const sheet = page.getByRole('dialog', { name: 'Resolve a billing question' })
  await sheet.getByLabel('Failed, %').fill('many')
  await sheet.getByLabel('Left, %').fill('2')
  await sheet.getByLabel('Hours').fill('36')
  await sheet.getByRole('button', { name: 'Save' }).click()
  await expect(sheet.getByText('Must be a number, or empty.')).toBeVisible()
  await sheet.getByLabel('Failed, %').fill('4')
  await sheet.getByRole('button', { name: 'Save' }).click()
  await expect(sheet).toBeHidden()
  await page.goto('journeys/a_wrong_charge')
  const words = cell(page, 'touchpoint', 1)
  for (const said of [/At most 4\.0\s?% failed/, /At most 2\.0\s?% leave afterwards/, /Act within 36\s?h/]) await expect(words).toContainText(said)
  await expect(page.getByRole('row', { name: /^What happened/ })).toContainText(/\((target|target missed:) 4\.0\s?%/)
})

test('a map whose day has come says so, whoever drew it is told, and who has looked at it names the next day', async () => {
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: /^Name, level, personas/ }).click()
  const about = page.getByRole('dialog', { name: 'About this map' })
  // A day that has gone by is told of at once.
  await about.getByLabel('Look at it again on').fill('2026-01-05')
  await about.getByRole('button', { name: 'Save' }).click()
  await expect(about).toBeHidden()
  await expect(page.getByText('Due for a look since 5 Jan 2026')).toBeVisible()
  await page.getByRole('button', { name: /^Notifications, \d+ not read$/ }).click()
  const told = page.getByRole('dialog', { name: 'Notifications' })
  await expect(told.getByText('“A wrong charge” is due for a look')).toBeVisible()
  await at.accessible()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Looked at it …' }).click()
  await page.getByRole('menuitem', { name: /^In three months/ }).click()
  await expect(page.getByText('Due for a look since')).toHaveCount(0)
  await expect(page.getByText(/· to be looked at on \d/)).toBeVisible()
  await page.reload()
  await expect(page.getByText(/· to be looked at on \d/)).toBeVisible()
})

test('a version is kept, compared with and restored', async () => {
  await page.getByRole('button', { name: 'History' }).click()
  const history = page.getByRole('dialog', { name: 'History' })
  await history.getByRole('textbox', { name: 'Name of the version' }).fill('Before')
  await history.getByRole('button', { name: 'Keep' }).click()
  await expect(history.getByText('Before', { exact: true })).toBeVisible()
  await at.accessible()
  await page.keyboard.press('Escape')
  await cell(page, 'step', 3).focus()
  await page.keyboard.press('Delete')
  await expect(cell(page, 'step', 3)).toContainText('No step yet')
  await saved(page)
  await page.getByRole('button', { name: 'History' }).click()
  await history.getByRole('button', { name: 'Compare' }).click()
  await expect(history.getByText('step removed', { exact: true })).toBeVisible()
  await history.getByRole('button', { name: 'Restore' }).click()
  // Asked first; how the map is now becomes a version of its own.
  const asked = page.getByRole('dialog', { name: 'Restore “Before”?' })
  await asked.getByRole('button', { name: 'Restore' }).click()
  await expect(history.getByRole('listitem').filter({ hasText: 'Before “Before” was restored' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(cell(page, 'step', 3)).toContainText('Tell a friend')
  expect(at.failures).toEqual([])
})
