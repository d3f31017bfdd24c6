import { useQuery } from '@tanstack/react-query';
import { deskRead } from '../data/reads.js';
import type { SlackPlace } from '../stage/stage.js';
import { useSetting } from '../stage/use-setting.js';
import { useStage } from '../stage/use-stage.js';
import type { Story } from './story.js';
import { StoryStep } from './story-step.js';

const LINE = '/session book';

/** 1: the secretary books. */
export function BookStep({ story }: { story: Story }) {
  const { move } = useStage();
  const secretary = useSetting().people.find(({ role }) => role === 'SECRETARY');
  const desk = useQuery({ ...deskRead(secretary?.id ?? ''), enabled: secretary !== undefined });
  if (!secretary) return null;
  const office = desk.data?.conversations.find(({ kind }) => kind === 'CHANNEL') ?? desk.data?.conversations[0];
  const place: SlackPlace | undefined = office && { kind: 'CONVERSATION', id: office.id };
  const first = secretary.fullName.split(' ')[0];
  return (
    <StoryStep
      number={1}
      title={`${first} books`}
      done={story.booked}
      current={!story.booked}
      words={
        story.session ? (
          <>
            <span className="code">{story.session.code}</span> for {story.session.patient}
          </>
        ) : (
          <>
            Type <code>{LINE}</code> as the secretary
          </>
        )
      }
    >
      <button
        type="button"
        className={story.booked ? 'button small' : 'button small primary'}
        onClick={() => move({ type: 'BE', personId: secretary.id, place, draft: LINE })}
      >
        Be {first} and type it
      </button>
    </StoryStep>
  );
}
