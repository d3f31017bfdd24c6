import { Link } from 'react-router';
import { UnverifiedNotice } from '../account/unverified-notice.js';
import { useMe, type Me } from '../api/me.js';
import { PLACES } from '../shell/navigation.js';
import { ErrorState } from '../ui/error-state.js';
import { LoadingState } from '../ui/loading-state.js';
import { NarrowPage } from '../ui/narrow-page.js';
import { PageHeading } from '../ui/page-heading.js';
import { Section } from '../ui/section.js';
import { useWords } from '../words/use-words.js';

/** Where one lands: what one can do, by role. */
export function HomePage() {
  const me = useMe();
  if (me.isError) return <ErrorState error={me.error} onRetry={() => void me.refetch()} />;
  if (me.data === undefined) return <LoadingState />;
  return me.data === null ? <Welcome /> : <Landing me={me.data} />;
}

function Welcome() {
  const { home: words, signIn, signUp } = useWords();
  return (
    <NarrowPage title={words.welcomeTitle} lead={words.welcome}>
      <div className="choices">
        <Link className="button primary" to="/sign-in">
          {signIn.title}
        </Link>
        <Link className="button" to="/sign-up">
          {signUp.title}
        </Link>
      </div>
    </NarrowPage>
  );
}

function Landing({ me }: { me: Me }) {
  const { home: words, nav } = useWords();
  return (
    <div className="stack">
      <PageHeading>{words.hello(me.fullName)}</PageHeading>
      <UnverifiedNotice me={me} />
      <Section title={words.whatNow}>
        <ul className="places">
          {PLACES[me.role].map((place) => (
            <li key={place.to} className="place">
              <Link to={place.to}>{nav[place.words].name}</Link>
              <p className="hint">{nav[place.words].lead}</p>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={words.goodToKnow}>
        <ul className="bullets">
          {words[me.role].map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <Link className="button" to="/account">
          {words.seeAccount}
        </Link>
      </Section>
    </div>
  );
}
