import { once } from 'node:events'
import { connect, createServer } from 'node:net'

/**
 * The Wi-Fi between a phone and the box: a TCP relay that can be cut at a byte, deafened, and mended. What is cut is
 * cut as a lost network is: connections die without an answer.
 */
export class Wire {
  #pairs = new Set()
  #cutAt = null
  #passed = 0
  #told = null
  #deafTo = null
  #up = { free: 0 }
  #down = { free: 0 }
  #bytesPerSecond = Number.POSITIVE_INFINITY
  up = true
  cuts = 0
  /** Bytes that went to the phone. */
  given = 0

  static async to(port) {
    const wire = new Wire()
    wire.server = createServer(phone => wire.#join(phone, port))
    wire.server.listen(0, '127.0.0.1')
    await once(wire.server, 'listening')
    return wire
  }

  get port() {
    return this.server.address().port
  }

  /** Resolves once this many more bytes have gone to the box and the wire was cut right there. */
  cutAfter(bytes) {
    this.#cutAt = this.#passed + bytes
    return new Promise(resolve => {
      this.#told = resolve
    })
  }

  /** Lets requests through and drops the answer to the first one that matches, then cuts: resolves at that moment. */
  loseAnswerTo(pattern) {
    return new Promise(resolve => {
      this.#deafTo = { pattern, told: resolve }
    })
  }

  /** From now on no more than this passes in either direction. */
  limit(bitsPerSecond) {
    this.#bytesPerSecond = bitsPerSecond / 8
  }

  cut() {
    this.up = false
    this.cuts++
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy()
    this.#pairs.clear()
  }

  mend() {
    this.up = true
  }

  stop() {
    this.cut()
    return new Promise(resolve => this.server.close(resolve))
  }

  #join(phone, port) {
    if (!this.up) return phone.destroy()
    const box = connect(port, '127.0.0.1')
    const pair = [phone, box]
    this.#pairs.add(pair)
    for (const socket of pair) {
      socket.on('error', () => {})
      socket.on('close', () => {
        for (const other of pair) other.destroy()
        this.#pairs.delete(pair)
      })
    }
    this.#flow(phone, this.#up, bytes => this.#toBox(box, bytes))
    this.#flow(box, this.#down, bytes => this.#toPhone(phone, bytes))
  }

  /** What comes from a socket waits for its turn among all that flows in its direction. */
  #flow(from, direction, pass) {
    from.on('data', async bytes => {
      const now = Date.now()
      direction.free = Math.max(direction.free, now) + (1000 * bytes.length) / this.#bytesPerSecond
      if (direction.free === now) return pass(bytes)
      from.pause()
      await new Promise(resolve => setTimeout(resolve, direction.free - now))
      if (from.destroyed) return
      pass(bytes)
      from.resume()
    })
  }

  #toBox(box, bytes) {
    this.#passed += bytes.length
    if (this.#cutAt === null || this.#passed < this.#cutAt) return box.write(bytes)
    const room = bytes.length - (this.#passed - this.#cutAt)
    this.#cutAt = null
    box.write(bytes.subarray(0, room), () => {
      this.cut()
      this.#told?.()
    })
  }

  #toPhone(phone, bytes) {
    this.given += bytes.length
    if (!this.#deafTo?.pattern.test(bytes.toString('latin1'))) return phone.write(bytes)
    const { told } = this.#deafTo
    this.#deafTo = null
    this.cut()
    told()
  }
}
