-- The rest of a session's life: moves that lapse, corrections, and what is kept about both.
ALTER TABLE moves ADD COLUMN due_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
ALTER TABLE moves ALTER COLUMN due_at DROP DEFAULT;
-- Whom an open move asks sees the session that it is about.
CREATE INDEX moves_open_by_doctor ON moves (doctor_id) WHERE status = 'PROPOSED';

-- Ids and instants only.
ALTER TABLE status_history ADD COLUMN details jsonb;

ALTER TABLE decisions
    DROP CONSTRAINT decisions_kind_known,
    ADD CONSTRAINT decisions_kind_known CHECK (kind IN (
        'APPROVE', 'REJECT', 'CANCEL', 'CONFIRM', 'DECLINE', 'CHANGE', 'MOVE', 'MOVE_APPROVE', 'MOVE_REJECT', 'MOVE_WITHDRAW',
        'COMPLETE', 'NO_SHOW', 'REOPEN', 'AMEND', 'DELETE'));

-- A question about a proposed time ends with the proposal.
ALTER TABLE prompts
    ADD COLUMN move_id uuid,
    ADD CONSTRAINT prompts_move_id_fkey FOREIGN KEY (move_id) REFERENCES moves (id) ON DELETE RESTRICT,
    DROP CONSTRAINT prompts_kind_known,
    ADD CONSTRAINT prompts_kind_known CHECK (kind IN ('ATTENDANCE', 'MOVE') AND (kind = 'MOVE') = (move_id IS NOT NULL));

-- What a leave moves: `starts_at` is the wanted time, null for the first free one. `move_id` is the open move that alone is
-- affected, where the session itself is not.
ALTER TABLE leave_items
    ADD COLUMN starts_at timestamptz(3),
    ADD COLUMN move_id uuid,
    DROP CONSTRAINT leave_items_action_known,
    ADD CONSTRAINT leave_items_action_known CHECK (action IN ('KEEP', 'MOVE', 'CANCEL')),
    ADD CONSTRAINT leave_items_time CHECK (starts_at IS NULL OR action = 'MOVE');
