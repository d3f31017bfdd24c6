import { useMe } from '../api/me.js';
import { Moment } from '../ui/moment.js';
import { PageHeading } from '../ui/page-heading.js';
import { useWords } from '../words/use-words.js';
import { PasswordSection } from './password-section.js';
import { PhoneSection } from './phone-section.js';
import { ProfileSection } from './profile-section.js';
import { SignOutButton } from './sign-out-button.js';
import { SlackSection } from './slack-section.js';
import { TextsSection } from './texts-section.js';
import { UnverifiedNotice } from './unverified-notice.js';

/** One's own data, and how one signs in and is reached. */
export function AccountPage() {
  const { account: words } = useWords();
  const { data: me } = useMe();
  if (!me) return null;
  return (
    <div className="stack">
      <div className="page-top">
        <div>
          <PageHeading>{words.title}</PageHeading>
          <p className="soft">
            {words.memberSince} <Moment at={me.createdAt} dayOnly />
          </p>
        </div>
        <SignOutButton />
      </div>
      <UnverifiedNotice me={me} />
      <ProfileSection me={me} />
      {me.role === 'PATIENT' && (
        <>
          <PhoneSection me={me} />
          <TextsSection me={me} />
        </>
      )}
      <SlackSection offersLink={me.role !== 'PATIENT'} />
      <PasswordSection me={me} />
    </div>
  );
}
