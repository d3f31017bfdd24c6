import { Link } from 'react-router';
import { PageHeading } from '../ui/page-heading.js';
import { useWords } from '../words/use-words.js';

/** In the place of a page that the person's role may not see. */
export function NotForYouPage() {
  const { nav, shell } = useWords();
  return (
    <section className="state">
      <PageHeading>{nav.forbiddenTitle}</PageHeading>
      <p>{nav.forbidden}</p>
      <Link className="button" to="/">
        {shell.toStart}
      </Link>
    </section>
  );
}
