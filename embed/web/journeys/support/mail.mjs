import { once } from 'node:events'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'

/** A mail server that speaks SMTP over TCP, keeps what it is given, and can be told to refuse. */
export class MailServer {
  mails = []
  refusal = null
  #waiting = []

  static async start() {
    const mail = new MailServer()
    mail.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      logger: false,
      onRcptTo: (_address, _session, done) => done(mail.refusal),
      onData: (stream, session, done) => mail.#take(stream, session).then(() => done(), done),
    })
    mail.server.listen(0, '127.0.0.1')
    await once(mail.server.server, 'listening')
    return mail
  }

  get port() {
    return this.server.server.address().port
  }

  /** Refuses every recipient for good from now on; null takes mails again. */
  refuse(code, text) {
    this.refusal = Object.assign(new Error(text), { responseCode: code })
  }

  accept() {
    this.refusal = null
  }

  /** The next mail that nobody has asked for yet. */
  async next(patience = 60_000) {
    if (this.mails.length > 0) return this.mails.shift()
    return await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no mail within ${patience / 1000} s`)), patience)
      this.#waiting.push(mail => {
        clearTimeout(late)
        resolve(mail)
      })
    })
  }

  stop() {
    return new Promise(resolve => this.server.close(resolve))
  }

  async #take(stream, session) {
    const chunks = []
    for await (const chunk of stream) chunks.push(chunk)
    const mail = await PostalMime.parse(Buffer.concat(chunks))
    mail.recipients = session.envelope.rcptTo.map(({ address }) => address)
    const waiting = this.#waiting.shift()
    if (waiting) waiting(mail)
    else this.mails.push(mail)
  }
}

/** The customer's link in a mail. */
export function linkIn(mail) {
  const link = mail.html.match(/href="([^"]+\/c\/[^"]+)"/)?.[1]
  if (!link) throw new Error('the mail has no link to the customer page')
  return link.replaceAll('&amp;', '&')
}
