import { Outlet } from 'react-router';
import type { Role } from '../../../domain/actor.js';
import { useMe } from '../api/me.js';
import { NotForYouPage } from './not-for-you-page.js';

/** Pages for some roles, inside `RequireSignIn`. The API refuses by itself; this is about saying so plainly. */
export function RequireRole({ roles }: { roles: readonly Role[] }) {
  const { data: me } = useMe();
  if (!me) return null;
  return roles.includes(me.role) ? <Outlet /> : <NotForYouPage />;
}
