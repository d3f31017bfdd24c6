import { createBrowserRouter } from 'react-router';
import { AcceptInvitationPage } from './account/accept-invitation-page.js';
import { ForgotPasswordPage } from './account/forgot-password-page.js';
import { ResetPasswordPage } from './account/reset-password-page.js';
import { SignInPage } from './account/sign-in-page.js';
import { SignUpPage } from './account/sign-up-page.js';
import { VerifyEmailPage } from './account/verify-email-page.js';
import { HomePage } from './home/home-page.js';
import { CrashPage } from './shell/crash-page.js';
import { NotFoundPage } from './shell/not-found-page.js';
import { RequireSignIn } from './shell/require-sign-in.js';
import { Shell } from './shell/shell.js';

/**
 * Where everything is. Pages that mails lead to come with the first load, so that a token leaves the address bar at once;
 * what needs a sign-in is loaded when it is opened.
 */
export function createRoutes() {
  return createBrowserRouter([
    {
      element: <Shell />,
      errorElement: <CrashPage />,
      hydrateFallbackElement: <></>,
      children: [
        {
          errorElement: <CrashPage />,
          children: [
            { index: true, element: <HomePage /> },
            { path: 'sign-in', element: <SignInPage /> },
            { path: 'sign-up', element: <SignUpPage /> },
            { path: 'verify-email', element: <VerifyEmailPage /> },
            { path: 'forgot-password', element: <ForgotPasswordPage /> },
            { path: 'reset-password', element: <ResetPasswordPage /> },
            { path: 'accept-invitation', element: <AcceptInvitationPage /> },
            {
              element: <RequireSignIn />,
              children: [
                {
                  path: 'account',
                  lazy: async () => ({ Component: (await import('./account/account-page.js')).AccountPage }),
                },
              ],
            },
            { path: '*', element: <NotFoundPage /> },
          ],
        },
      ],
    },
  ]);
}
