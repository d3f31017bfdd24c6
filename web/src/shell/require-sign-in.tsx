import { Navigate, Outlet, useLocation } from 'react-router';
import { useMe } from '../api/me.js';
import { LoadingState } from '../ui/loading-state.js';
import { ErrorState } from '../ui/error-state.js';
import { signInPath } from './return-path.js';

/** Pages for whoever is signed in; others sign in first and come back. */
export function RequireSignIn() {
  const me = useMe();
  const { pathname, search } = useLocation();
  if (me.isError) return <ErrorState error={me.error} onRetry={() => void me.refetch()} />;
  if (me.data === undefined) return <LoadingState />;
  if (me.data === null) return <Navigate to={signInPath(pathname + search)} replace />;
  return <Outlet />;
}
