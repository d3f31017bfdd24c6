import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sessionsRead } from '../data/reads.js';
import { ProblemLine } from '../ui/problem-line.js';
import { AnswerStep } from './answer-step.js';
import { ApproveStep } from './approve-step.js';
import { BookStep } from './book-step.js';
import { readStory } from './story.js';
import { beginStory, storyStart } from './story-start.js';

/** A short checklist through the whole story; a step is ticked by what really happened. */
export function StoryStrip() {
  const sessions = useQuery(sessionsRead);
  const [since, setSince] = useState(storyStart);
  const story = readStory(sessions.data ?? [], since);
  return (
    <section className="story" aria-labelledby="story-title">
      <header className="story-header">
        <h2 id="story-title">Try the story</h2>
        {story.booked && (
          <button type="button" className="button small" onClick={() => setSince(beginStory())}>
            Start over
          </button>
        )}
      </header>
      <ol className="story-steps">
        <BookStep story={story} />
        <ApproveStep story={story} />
        <AnswerStep story={story} />
      </ol>
      {story.detour && (
        <p className="story-note" role="status">
          {story.detour}
        </p>
      )}
      {sessions.isError && <ProblemLine title="Cannot tell how far the story is" words={sessions.error.message} />}
    </section>
  );
}
