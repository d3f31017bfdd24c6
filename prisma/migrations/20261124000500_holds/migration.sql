-- What keeps doctor, room and patient busy. The session may be written after its hold: the key is checked at commit.
CREATE TABLE holds (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    session_id uuid NOT NULL,
    move_id uuid,
    doctor_id uuid NOT NULL,
    room_id uuid,
    patient_id uuid NOT NULL,
    doctor_range tstzrange NOT NULL,
    slot_range tstzrange NOT NULL,
    active boolean NOT NULL DEFAULT true,
    exempt_doctor boolean NOT NULL DEFAULT false,
    exempt_room boolean NOT NULL DEFAULT false,
    exempt_patient boolean NOT NULL DEFAULT false,
    created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    released_at timestamptz(3),
    CONSTRAINT holds_pkey PRIMARY KEY (id),
    CONSTRAINT holds_session_id_fkey FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE RESTRICT
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT holds_ranges CHECK (
        NOT isempty(slot_range) AND lower_inc(slot_range) AND NOT upper_inc(slot_range)
        AND NOT upper_inc(doctor_range) AND doctor_range @> slot_range),
    CONSTRAINT holds_doctor_free EXCLUDE USING gist (doctor_id WITH =, doctor_range WITH &&, session_id WITH <>)
        WHERE (active AND NOT exempt_doctor),
    CONSTRAINT holds_room_free EXCLUDE USING gist (room_id WITH =, slot_range WITH &&, session_id WITH <>)
        WHERE (active AND NOT exempt_room),
    CONSTRAINT holds_patient_free EXCLUDE USING gist (patient_id WITH =, slot_range WITH &&, session_id WITH <>)
        WHERE (active AND NOT exempt_patient)
) WITH (fillfactor = 90);

-- One hold for the session's time and one for its open move: two bookings of one session id meet here.
CREATE UNIQUE INDEX holds_one_each ON holds (session_id, move_id) NULLS NOT DISTINCT WHERE active;

-- Overbooked time lies outside the constraints; ordinary bookings look for it here.
CREATE INDEX holds_exempt ON holds (doctor_id) WHERE active AND (exempt_doctor OR exempt_room OR exempt_patient);
