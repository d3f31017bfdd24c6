import { useQuery } from '@tanstack/react-query';
import type { SlackDesk } from '../../../contract.js';
import { deskRead } from '../data/reads.js';
import type { SlackPlace } from '../stage/stage.js';
import { useSetting } from '../stage/use-setting.js';
import { useStage } from '../stage/use-stage.js';
import type { Story } from './story.js';
import { StoryStep } from './story-step.js';

/** 2: the doctor approves. */
export function ApproveStep({ story: { session, booked, approved } }: { story: Story }) {
  const { move } = useStage();
  const doctor = useSetting().people.find(({ fullName }) => fullName === session?.doctor);
  const desk = useQuery({ ...deskRead(doctor?.id ?? ''), enabled: doctor !== undefined });
  return (
    <StoryStep
      number={2}
      title="The doctor decides"
      done={approved}
      current={booked && !approved}
      words={
        session ? `${session.doctor} ${approved ? 'approved it' : 'presses Approve on the card'}` : 'On a card in Slack'
      }
    >
      {doctor && (
        <button
          type="button"
          className={approved ? 'button small' : 'button small primary'}
          onClick={() => move({ type: 'BE', personId: doctor.id, place: placeOfCard(desk.data, session?.code) })}
        >
          Be {doctor.fullName}
        </button>
      )}
    </StoryStep>
  );
}

/** Where the session's card is, else where the app writes to the person. */
function placeOfCard(desk: SlackDesk | undefined, code: string | undefined): SlackPlace | undefined {
  const direct = desk?.conversations.filter(({ kind }) => kind === 'DIRECT') ?? [];
  const hasCard = direct.find(({ messages }) => messages.some(({ text }) => code !== undefined && text.includes(code)));
  const conversation = hasCard ?? direct[0];
  return conversation && { kind: 'CONVERSATION', id: conversation.id };
}
