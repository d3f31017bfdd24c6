import { proveAddress, proveAgain, signUp } from '../auth/registration.js';
import { askForReset, changeOwnPassword, resetByToken } from '../auth/passwords.js';
import { sendOff } from '../auth/account-mail.js';
import {
  changePassword,
  forgotPassword,
  register,
  resendVerification,
  resetPassword,
  verifyEmail,
} from '../contract/accounts.js';
import type { ApiContext } from '../context.js';
import { implement, reply, type Endpoint } from '../http/endpoint.js';
import { once, wishOf } from '../http/idempotency.js';

const REGISTERED = 'Welcome. We have sent you a mail: open its link, or enter its code, to verify your address.';
const SENT_AGAIN = 'Another mail is on its way. Only its link is good now.';
const FORGOTTEN = 'If there is an account with this address, a mail is on its way. It is good for 30 minutes.';

/** How an account comes to be, and how its password is set. */
export function accountRoutes(context: ApiContext): Endpoint[] {
  return [
    implement(register, async ({ body, ...caller }) =>
      reply(201, { user: await signUp(context, body, caller), message: REGISTERED }),
    ),
    implement(verifyEmail, async ({ body, ...caller }) =>
      reply(200, { user: await proveAddress(context, body, caller) }),
    ),
    implement(resendVerification, async (exchange) => {
      let mailId: string | null = null;
      const answer = await once<typeof resendVerification>(
        context,
        wishOf(resendVerification, exchange),
        async (tx) => {
          mailId = await proveAgain(context, tx, exchange);
          return reply(202, { message: SENT_AGAIN });
        },
      );
      if (mailId !== null) await sendOff(context, mailId, exchange.requestId);
      return answer;
    }),
    implement(forgotPassword, async ({ body, ...caller }) => {
      await askForReset(context, body.email, caller);
      return reply(202, { message: FORGOTTEN });
    }),
    implement(resetPassword, async ({ body, ...caller }) => {
      await resetByToken(context, body, caller);
      return reply(204, undefined);
    }),
    implement(changePassword, (exchange) => changeOwnPassword(context, exchange)),
  ];
}
