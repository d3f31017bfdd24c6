import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import type { Mail } from '../../../contract.js';
import { InvitationCard } from './invitation-card.js';

/** The mail's parts: as a reader shows it, its plain text, and the calendar entry. */
export function MailTabs({ mail }: { mail: Mail }) {
  return (
    <Tabs className="tabs">
      <TabList className="tab-list" aria-label="Parts of this mail">
        {mail.hasHtml && (
          <Tab className="tab" id="html">
            HTML
          </Tab>
        )}
        <Tab className="tab" id="text">
          Text
        </Tab>
        {mail.invitation && (
          <Tab className="tab" id="invitation">
            Invitation
          </Tab>
        )}
      </TabList>
      {mail.hasHtml && (
        <TabPanel className="tab-panel" id="html">
          <iframe
            className="mail-html"
            sandbox=""
            title={`${mail.subject}, as HTML`}
            src={`/sim/mail/${encodeURIComponent(mail.id)}/html`}
          />
        </TabPanel>
      )}
      <TabPanel className="tab-panel" id="text">
        <pre className="mail-text">{mail.text}</pre>
      </TabPanel>
      {mail.invitation && (
        <TabPanel className="tab-panel" id="invitation">
          <InvitationCard invitation={mail.invitation} />
        </TabPanel>
      )}
    </Tabs>
  );
}
