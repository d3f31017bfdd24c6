import twilio from 'twilio';
import { DomainError } from '../domain/errors.js';

export interface TwilioClientOptions {
  accountSid: string;
  authToken: string;
  /** Origin that answers in place of `https://api.twilio.com`. */
  apiUrl?: string;
  timeoutMs?: number;
}

export type TwilioClient = twilio.Twilio;
type Transport = InstanceType<typeof twilio.RequestClient>;
type RequestOptions<T> = Parameters<Transport['request']>[0] & { data?: T };
type ProviderResponse<T> = Awaited<ReturnType<Transport['request']>> & { body: T };

const DEFAULT_TIMEOUT_MS = 5_000;

/**
 * The official client, without its own retries. 429 is thrown as `rate_limited` with `retryAfterSeconds`; silence and
 * 5xx as `temporarily_unavailable` (the outcome is unclear: look the message up before sending again). Twilio's own
 * refusals stay its exceptions; `twilioRefusalCode` reads them.
 *
 *     const sms = createTwilioClient({ accountSid, authToken, apiUrl });
 *     const { sid } = await sms.messages.create({ to, from, body, statusCallback });
 *     const earlier = (await sms.messages.list({ to, from, limit: 50 })).find((message) => message.body === body);
 */
export function createTwilioClient(options: TwilioClientOptions): TwilioClient {
  return twilio(options.accountSid, options.authToken, {
    autoRetry: false,
    httpClient: new ProviderRequestClient(options.apiUrl, options.timeoutMs ?? DEFAULT_TIMEOUT_MS),
  });
}

/** The provider's final no, with its code (`21610` opted out, `21211` wrong number); null when trying later may help. */
export function twilioRefusalCode(error: unknown): string | null {
  if (!(error instanceof twilio.RestException)) return null;
  const waitsForAnOperator = error.status === 401 || error.status === 403;
  if (waitsForAnOperator && error.code !== OPTED_OUT_CODE) return null;
  return error.status >= 400 && error.status < 500 ? String(error.code ?? error.status) : null;
}

/** Twilio answers 403 or 400 for a number that opted out. */
const OPTED_OUT_CODE = 21610;

class ProviderRequestClient extends twilio.RequestClient {
  constructor(
    private readonly apiUrl: string | undefined,
    timeout: number,
  ) {
    super({ timeout });
  }

  override async request<T>(options: RequestOptions<T>): Promise<ProviderResponse<T>> {
    const response = await this.send<T>(options);
    if (response.statusCode === 429) {
      const retryAfterSeconds = Number((response.headers as Record<string, string>)['retry-after']) || 1;
      throw new DomainError('rate_limited', 'The SMS provider asks to wait.', { retryAfterSeconds });
    }
    if (response.statusCode >= 500) throw unavailable(`HTTP ${response.statusCode}`);
    return response;
  }

  /** The SDK's transport error holds the whole request, phone number and text included, so only its code goes on. */
  private async send<T>(options: RequestOptions<T>): Promise<ProviderResponse<T>> {
    try {
      return await super.request<T>({ ...options, uri: this.redirect(options.uri) });
    } catch (error) {
      throw unavailable((error as { code?: string }).code ?? 'no answer');
    }
  }

  private redirect(uri: string): string {
    if (this.apiUrl === undefined) return uri;
    const { pathname, search } = new URL(uri);
    return new URL(`${pathname}${search}`, this.apiUrl).href;
  }
}

const unavailable = (why: string): DomainError =>
  new DomainError('temporarily_unavailable', `The SMS provider does not answer (${why}).`);
