import { useQuery } from '@tanstack/react-query';
import { phonesRead } from '../data/reads.js';
import { useStage } from '../stage/use-stage.js';
import type { Story } from './story.js';
import { StoryStep } from './story-step.js';

/** 3: the patient answers on the phone. */
export function AnswerStep({ story: { session, approved, answered } }: { story: Story }) {
  const { move } = useStage();
  const phone = useQuery(phonesRead).data?.find(({ owner }) => owner === session?.patient);
  return (
    <StoryStep
      number={3}
      title="The patient answers"
      done={answered}
      current={approved && !answered}
      words={
        answered ? (
          `${session?.patient} confirmed`
        ) : (
          <>
            {session?.patient ?? 'On the phone:'} texts <code>1</code> to confirm
          </>
        )
      }
    >
      {phone && (
        <button
          type="button"
          className={approved && !answered ? 'button small primary' : 'button small'}
          onClick={() =>
            move({ type: 'OPEN_PHONE', number: phone.number, answer: approved && !answered ? '1' : undefined })
          }
        >
          {approved && !answered ? 'Take the phone and type 1' : 'Take the phone'}
        </button>
      )}
    </StoryStep>
  );
}
