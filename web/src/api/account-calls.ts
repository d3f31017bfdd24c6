import { queryOptions } from '@tanstack/react-query';
import type { Api } from './api.js';
import { bodyOf, hasFaultAt, Refusal } from './failure.js';
import type { Me } from './me.js';
import type { components } from './schema.js';

export type ChatLink = components['schemas']['ChatLink'];
type Body<K extends keyof components['schemas']> = components['schemas'][K];

export interface SignUp {
  email: string;
  password: string;
  fullName: string;
  phone: string | null;
  timeZone: string | null;
  language: 'en' | 'es';
}

export interface ProfileChange {
  fullName?: string;
  phone?: string | null;
  timeZone?: string;
  language?: 'en' | 'es';
  consent?: boolean;
}

const LINKS_KEY = ['chat-links'] as const;
const patientKey = (id: string) => ['patients', id] as const;

/** What a person does with their account. Each throws `Refusal` or `Unreachable`. */
export function accountCalls({ call, session }: Api) {
  return {
    async signIn(body: { email: string; password: string }): Promise<Me> {
      const { user, expiresInSeconds } = await bodyOf<Body<'SignedIn'>>(call.POST('/api/v1/auth/login', { body }));
      session.opened(expiresInSeconds);
      return user;
    },
    async signOut(): Promise<void> {
      try {
        if (session.csrfToken() !== undefined) await bodyOf(call.POST('/api/v1/auth/logout', {}));
      } catch (error) {
        // A session that is no longer known has ended already; after any other refusal it may be alive.
        if (!(error instanceof Refusal) || error.problem.code !== 'unauthenticated') throw error;
      }
      session.forget();
    },
    /** A zone that the server does not know keeps nobody out: the clinic's stands in. */
    async signUp(body: SignUp): Promise<void> {
      const register = (person: SignUp) => bodyOf(call.POST('/api/v1/auth/register', { body: person }));
      await register(body).catch((error: unknown) => {
        if (body.timeZone === null || !hasFaultAt(error, '/timeZone')) throw error;
        return register({ ...body, timeZone: null });
      });
    },
    verifyEmail: (body: { token: string; password?: string }) =>
      bodyOf(call.POST('/api/v1/auth/verify-email', { body })),
    resendVerification: () => bodyOf(call.POST('/api/v1/auth/verify-email/resend', {})),
    forgotPassword: (email: string) => bodyOf(call.POST('/api/v1/auth/password/forgot', { body: { email } })),
    resetPassword: (body: { token: string; password: string }) =>
      bodyOf(call.POST('/api/v1/auth/password/reset', { body })),
    changePassword: (body: { current: string; password: string }) =>
      bodyOf(call.POST('/api/v1/auth/password/change', { body })),
    changeProfile: (body: ProfileChange) => bodyOf(call.PATCH('/api/v1/me', { body })),
    newSlackCode: () => bodyOf(call.POST('/api/v1/auth/chat/link-codes', { body: { channel: 'SLACK' } })),
    /** Answers until when the code is good. */
    sendPhoneCode: (phone: string) =>
      bodyOf(call.POST('/api/v1/auth/chat/link-codes', { body: { channel: 'SMS', phone } })),
    provePhone: (code: string) => bodyOf(call.POST('/api/v1/auth/chat/link', { body: { channel: 'SMS', code } })),
    removeLink: (id: string) => bodyOf(call.DELETE('/api/v1/auth/chat/links/{id}', { params: { path: { id } } })),
  };
}

export const linksRead = ({ call }: Api) =>
  queryOptions({
    queryKey: LINKS_KEY,
    queryFn: async ({ signal }) =>
      (await bodyOf(call.GET('/api/v1/auth/chat/links', { params: { query: { limit: 200 } }, signal }))).items,
  });

/** The own record of a patient. */
export const patientRead = ({ call }: Api, id: string) =>
  queryOptions({
    queryKey: patientKey(id),
    queryFn: ({ signal }) => bodyOf(call.GET('/api/v1/patients/{id}', { params: { path: { id } }, signal })),
  });
