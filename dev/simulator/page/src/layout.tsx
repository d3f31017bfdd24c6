import { HistoryPanel } from './history/history-panel.js';
import { MailPanel } from './mail/mail-panel.js';
import { PhonesPanel } from './phones/phones-panel.js';
import { SlackPanel } from './slack/slack-panel.js';
import { useStage } from './stage/use-stage.js';
import { StoryStrip } from './story/story-strip.js';
import { PanelTabs } from './top/panel-tabs.js';
import { TopBar } from './top/top-bar.js';
import { TroubleBanner } from './top/trouble-banner.js';

/** The page: the bar, what is wrong, the story, and the panels. */
export function Layout({ connected }: { connected: boolean }) {
  const { stage } = useStage();
  return (
    <div className="page" data-front={stage.panel}>
      <div className="fold">
        <TopBar />
        {!connected && (
          <p className="banner banner-offline" role="status">
            Not connected: what you see may be old. Connecting again by itself …
          </p>
        )}
        <TroubleBanner />
        <main className="main">
          <StoryStrip />
          <PanelTabs />
          <div className="panels">
            <PhonesPanel />
            <SlackPanel />
            <MailPanel />
          </div>
        </main>
      </div>
      <HistoryPanel />
    </div>
  );
}
