import { once } from 'node:events'
import { createServer, request } from 'node:http'

/** A box whose app is renewed: all comes from the box, but page and worker are those of the build that was shipped last. */
export class Release {
  #build = 0

  static async before(box) {
    const release = new Release()
    release.server = createServer((asked, answer) => release.#pass(box.port, asked, answer))
    release.server.listen(0, '127.0.0.1')
    await once(release.server, 'listening')
    release.origin = `http://127.0.0.1:${release.server.address().port}`
    return release
  }

  ship() {
    this.#build++
  }

  stop() {
    this.server.closeAllConnections()
    this.server.close()
  }

  #pass(port, asked, answer) {
    const { method, url: path } = asked
    const renew =
      this.#build > 0 ? { '/phone/': page, '/phone/sw.js': worker }[path.split('?')[0]] : undefined
    const headers = { ...asked.headers, ...(renew && { 'accept-encoding': 'identity' }) }
    const onward = request({ host: '127.0.0.1', port, method, path, headers }, async given => {
      if (!renew) {
        answer.writeHead(given.statusCode, given.headers)
        return given.pipe(answer)
      }
      const text = renew((await given.setEncoding('utf8').toArray()).join(''), this.#build)
      const { 'content-length': _, etag: __, ...rest } = given.headers
      answer.writeHead(given.statusCode, rest).end(text)
    })
    onward.on('error', () => answer.destroy())
    answer.on('close', () => onward.destroy())
    asked.pipe(onward)
  }
}

const page = (html, build) => html.replace('<head>', `<head><meta name="build" content="${build}">`)

/** The worker keeps the page by its revision: that of another build is another one. */
const worker = (script, build) =>
  script.replace(/"revision":"\w+","url":"\/phone\/"/, `"revision":"build-${build}","url":"/phone/"`)
