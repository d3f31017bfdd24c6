-- Long lists of sessions by when they were asked for. Reports ask what became of the messages of some days; these are written
-- one after the other, so that a summary of blocks finds them and costs the writing next to nothing.
CREATE INDEX sessions_created_at_id_idx ON sessions (created_at, id);
CREATE INDEX notifications_created_at_idx ON notifications USING brin (created_at);
