import { useLayoutEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { tokenIn } from './mailed-token.js';

/** Takes the token out of the address bar, and with it out of the history, before anything is seen; null where none came. */
export function useMailedToken(): string | null {
  const { hash, pathname } = useLocation();
  const navigate = useNavigate();
  const [token, setToken] = useState(() => tokenIn(hash));
  useLayoutEffect(() => {
    const found = tokenIn(hash);
    if (found === null) return;
    setToken(found);
    void navigate(pathname, { replace: true });
  }, [hash, pathname, navigate]);
  return token;
}
