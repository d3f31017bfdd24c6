import { NavLink, Link } from 'react-router';
import type { Me } from '../api/me.js';
import { useWords } from '../words/use-words.js';
import { AreaNav } from './area-nav.js';
import { LanguageSwitch } from './language-switch.js';
import { ThemeSwitch } from './theme-switch.js';

export function Header({ me }: { me: Me | null }) {
  const { appName, shell } = useWords();
  return (
    <header className="header">
      <div className="header-inner">
        <Link to="/" className="brand">
          <svg viewBox="0 0 16 16" width="28" height="28" aria-hidden="true">
            <rect width="16" height="16" rx="4" />
            <path d="M7 4h2v3h3v2H9v3H7V9H4V7h3z" />
          </svg>
          <span>{appName}</span>
        </Link>
        {me && <AreaNav role={me.role} />}
        <nav className="header-nav">
          {me === null ? (
            <NavLink to="/sign-in" className="header-link">
              {shell.signIn}
            </NavLink>
          ) : (
            <NavLink to="/account" className="header-link">
              {shell.account}
            </NavLink>
          )}
        </nav>
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
    </header>
  );
}
