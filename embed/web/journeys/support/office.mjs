import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { texts } from './texts.mjs'

prepareZXingModule({
  overrides: {
    wasmBinary: readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'))
      .buffer,
  },
})

/** The hands of an advisor or a manager in the office app. */
export class Office {
  constructor(page, origin, language = 'en') {
    this.page = page
    this.origin = origin
    this.t = texts(language)
  }

  button(key, values) {
    return this.page.getByRole('button', { name: this.t(key, values), exact: true })
  }

  field(key) {
    return this.page.getByLabel(this.t(key))
  }

  async signIn({ email, password }) {
    await this.page.goto(`${this.origin}/`)
    await this.page.getByRole('textbox', { name: this.t('office.field.email') }).fill(email)
    await this.page.getByRole('textbox', { name: this.t('office.field.password') }).fill(password)
    await this.button('office.sign_in.submit').click()
    await this.search().waitFor()
  }

  search() {
    return this.page.getByRole('textbox', { name: this.t('office.search.label') })
  }

  async configure(title) {
    await this.button('office.shell.configuration').click()
    await this.page.getByRole('menuitem', { name: this.t(title) }).click()
    await this.page.getByRole('heading', { level: 1, name: this.t(title) }).waitFor()
  }

  async addUser({ first_name, last_name, email, password }, role) {
    await this.button('office.users.add').click()
    const dialog = this.page.getByRole('dialog')
    await dialog.getByLabel(this.t('office.field.first_name')).fill(first_name)
    await dialog.getByLabel(this.t('office.field.last_name')).fill(last_name)
    await dialog.getByRole('checkbox', { name: this.t(`common.role.${role}`), exact: true }).check()
    if (email) await dialog.getByLabel(this.t('office.field.email')).fill(email)
    if (password) await dialog.getByRole('textbox', { name: this.t('office.field.password') }).fill(password)
    return {
      save: async () => {
        await dialog.getByRole('button', { name: this.t('common.action.save') }).click()
        await dialog.waitFor({ state: 'hidden' })
        await this.page.getByRole('cell', { name: `${first_name} ${last_name}` }).waitFor()
      },
    }
  }

  /** What a phone's camera reads from the QR code on the screen. */
  async readCode(device) {
    const image = this.page.getByRole('img', { name: this.t('office.devices.code_label', { name: device }) })
    const [code] = await readBarcodes(new Blob([await image.screenshot()]), { formats: ['QRCode'] })
    if (!code) throw new Error('the QR code cannot be read')
    return code.text
  }

  row(reference) {
    return this.page.getByRole('link').filter({ has: this.page.getByText(reference, { exact: true }) })
  }

  /** The moment at which a text stands on the page, as the page itself sees it. */
  async seen(selector, text) {
    return await this.page.evaluate(
      ([where, wanted]) => {
        const there = () =>
          [...document.querySelectorAll(where)].some(node => node.textContent.includes(wanted))
        return new Promise(resolve => {
          if (there()) return resolve(Date.now())
          const watcher = new MutationObserver(() => {
            if (!there()) return
            watcher.disconnect()
            resolve(Date.now())
          })
          watcher.observe(document.body, { childList: true, subtree: true, characterData: true })
        })
      },
      [selector, text],
    )
  }

  async status(status) {
    await this.page
      .getByRole('status')
      .filter({ hasText: this.t(`common.status.${status}`) })
      .first()
      .waitFor()
  }

  async choose(key, option) {
    await this.page
      .getByRole('combobox', { name: this.t(key) })
      .or(this.page.getByRole('textbox', { name: this.t(key) }))
      .first()
      .click()
    await this.page.getByRole('option', { name: option, exact: true }).click()
  }

  /** Adds a value to an opened filter. */
  async narrow(key, option) {
    await this.page.getByRole('combobox', { name: this.t(key) }).press('ArrowDown')
    await this.page.getByRole('option', { name: option, exact: true }).click()
  }

  /** Types a price into every work that asks for one. */
  async price(amounts) {
    const prices = this.page.getByRole('textbox', { name: this.t('office.file.works.price_gross') })
    for (const [index, amount] of amounts.entries()) await prices.nth(index).fill(amount)
  }

  async save() {
    await this.button('common.action.save').click()
    await this.button('office.file.saved').waitFor()
  }

  async send(way = 'email') {
    await this.button('office.file.send.button').click()
    await this.page.getByRole('menuitem', { name: this.t(`office.file.send.${way}`) }).click()
  }

  async more(key) {
    await this.button('office.file.more').click()
    await this.page.getByRole('menuitem', { name: this.t(key) }).click()
  }
}
