import { Link } from 'react-router';
import { NarrowPage } from '../ui/narrow-page.js';
import { useWords } from '../words/use-words.js';
import { SetPasswordForm } from './set-password-form.js';

export function AcceptInvitationPage() {
  const { invitation: words, reset } = useWords();
  return (
    <NarrowPage title={words.title} lead={words.lead}>
      <SetPasswordForm
        submit={words.submit}
        onceRefused={
          <>
            <Link to="/forgot-password">{reset.newLink}</Link>. {words.askClinic}
          </>
        }
      />
    </NarrowPage>
  );
}
