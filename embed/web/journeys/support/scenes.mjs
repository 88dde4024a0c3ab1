import { execFileSync } from 'node:child_process'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer'

const writer = fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm'))
prepareZXingModule({ overrides: { wasmBinary: readFileSync(writer).buffer } })

/** Light as it falls in a workshop. */
const lights = {
  day: { brightness: 1, noise: 4 },
  dim: { brightness: 0.3, noise: 8 },
}

/**
 * What the browser's camera sees: sheets of paper held before it, flat or turned away, in good or poor light. The
 * browser opens the film anew with every opening of the camera.
 */
export class Scenes {
  constructor(path) {
    this.path = path
  }

  /** For the browser's command line. */
  get argument() {
    return `--use-file-for-fake-video-capture=${this.path}`
  }

  async begin(browser) {
    this.context = await browser.newContext({ viewport: { width: 1280, height: 720 } })
    this.page = await this.context.newPage()
  }

  async end() {
    await this.context?.close()
    rmSync(this.path, { force: true })
  }

  /** A printed code. */
  async code(format, text, { width = 420, ...look } = {}) {
    const { svg, error } = await writeBarcode(text, { format, scale: 4 })
    if (error) throw new Error(`${format} ${text}: ${error}`)
    const image = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
    await this.#hold(`<img src="${image}" style="width:${width}px;padding:30px;background:#fff">`, look)
  }

  /** A licence plate with the blue strip of the European Union. */
  async plate(country, text, look = {}) {
    const strip = `<span style="background:#039;color:#fff;font-size:44px;padding:70px 10px 8px">${country}</span>`
    const sign = `<span style="padding:0 26px;letter-spacing:4px">${text}</span>`
    const style =
      'display:flex;align-items:stretch;line-height:150px;height:150px;background:#fff;color:#111;' +
      'border:6px solid #111;border-radius:14px;overflow:hidden;white-space:nowrap;' +
      "font:700 116px/150px 'DejaVu Sans Mono',monospace"
    await this.#hold(
      `<div style="${style}">${strip.replace('font-size', 'line-height:44px;font-size')}${sign}</div>`,
      look,
    )
  }

  /** Nothing but a wall. */
  async nothing() {
    await this.#hold('', {})
  }

  async #hold(paper, { turned = 0, tilted = 0, rolled = 0, light = 'day' }) {
    const { brightness, noise } = lights[light]
    const turn = `perspective(1100px) rotateY(${turned}deg) rotateX(${tilted}deg) rotateZ(${rolled}deg)`
    await this.page.setContent(
      `<body style="margin:0"><div style="background:#6f6a62;filter:brightness(${brightness});display:grid;` +
        `place-items:center;height:720px;overflow:hidden"><div style="transform:${turn}">${paper}</div></div>`,
    )
    await this.page.waitForFunction(() => [...document.images].every(image => image.complete))
    const still = `${this.path}.png`
    const film = `${this.path}.new.mjpeg`
    writeFileSync(still, await this.page.screenshot())
    const look = ['-vf', `gblur=sigma=0.8,noise=alls=${noise}:allf=t`, '-r', '15', '-t', '1']
    const encoding = ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', '-q:v', '4']
    execFileSync('ffmpeg', ['-v', 'error', '-y', '-loop', '1', '-i', still, ...look, ...encoding, film])
    renameSync(film, this.path)
    rmSync(still)
  }
}
