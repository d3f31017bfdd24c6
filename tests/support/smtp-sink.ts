import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** A mail as it came over the wire. */
export interface ReceivedMail {
  /** Envelope recipients. */
  to: string[];
  /** Headers and body, quoted-printable resolved. */
  source: string;
}

export interface SmtpSink extends AsyncDisposable {
  port: number;
  mails: ReceivedMail[];
}

/** A mail server that takes everything and keeps it. */
export async function openSmtpSink(): Promise<SmtpSink> {
  const mails: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    converse(socket, mails);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function converse(socket: Socket, mails: ReceivedMail[]): void {
  const answer = (line: string): void => void socket.write(`${line}\r\n`);
  let to: string[] = [];
  let data: string[] | null = null;
  answer('220 sink');
  createInterface({ input: socket, crlfDelay: Infinity }).on('line', (line) => {
    if (data === null) {
      if (/^MAIL/i.test(line)) to = [];
      const recipient = /^RCPT TO:<(.*)>/i.exec(line)?.[1];
      if (recipient !== undefined) to.push(recipient);
      if (/^DATA/i.test(line)) data = [];
      answer(data === null ? (/^QUIT/i.test(line) ? '221 bye' : '250 ok') : '354 go on');
    } else if (line === '.') {
      mails.push({ to, source: resolved(data.join('\n')) });
      data = null;
      answer('250 taken');
    } else {
      data.push(line.replace(/^\./, ''));
    }
  });
}

/** Quoted-printable (RFC 2045, 6.7) as UTF-8. */
function resolved(source: string): string {
  const bytes = source
    .replaceAll('=\n', '')
    .replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
