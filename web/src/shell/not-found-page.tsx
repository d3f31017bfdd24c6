import { Link } from 'react-router';
import { PageHeading } from '../ui/page-heading.js';
import { useWords } from '../words/use-words.js';

export function NotFoundPage() {
  const { shell } = useWords();
  return (
    <section className="state">
      <PageHeading>{shell.notFoundTitle}</PageHeading>
      <p>{shell.notFound}</p>
      <Link className="button" to="/">
        {shell.toStart}
      </Link>
    </section>
  );
}
