-- Verdicts as an analyst asks for them. Strings that are not known are ''.

-- A row for each revision of each entry; see the view latest.
CREATE TABLE verdicts (
    key                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id                  text NOT NULL, -- of the entry
    revision            text NOT NULL, -- of the entry's content
    hash                bytea NOT NULL, -- of everything but tagged
    change              text NOT NULL, -- what this revision changed: '' for a first one
    feed                text NOT NULL, -- the feed's id
    feed_title          text NOT NULL,
    site                text NOT NULL,
    url                 text NOT NULL,
    title               text NOT NULL,
    language            text NOT NULL, -- BCP 47 primary tag
    seen                timestamptz NOT NULL, -- when a poll first met this revision
    published           text, -- ISO 8601, as precisely as it is known; NULL when it is not
    published_precision text, -- second, minute or day
    published_from      text, -- feed, jsonld, meta, url or text
    relevant            boolean NOT NULL,
    score               double precision NOT NULL, -- 0 to 1
    level               integer NOT NULL, -- 0 both parties merely occur, 1 a part is about them, 2 the article is
    topics              text[] NOT NULL,
    tone                text NOT NULL, -- cooperative, conflictual, mixed or neutral
    why                 text NOT NULL, -- one sentence
    dropped             text NOT NULL, -- why there was nothing to tag, '' for an article
    watch               text NOT NULL, -- which watch was applied
    tagged              timestamptz NOT NULL,
    text                text NOT NULL, -- the article's paragraphs, a blank line between them
    message             bytea NOT NULL, -- protobuf, rasad.news.v1.Verdict: everything
    words               tsvector NOT NULL, -- of title and text: lower case, no accents, one letter for the variants of Arabic script
    UNIQUE (id, revision)
);

CREATE INDEX verdicts_seen ON verdicts (seen);
CREATE INDEX verdicts_relevant ON verdicts (seen) WHERE relevant;
CREATE INDEX verdicts_feed ON verdicts (feed, dropped, relevant);
CREATE INDEX verdicts_words ON verdicts USING gin (words);

-- Of each entry the revision that was seen last.
CREATE VIEW latest AS
SELECT * FROM verdicts v
WHERE NOT EXISTS (SELECT 1 FROM verdicts n WHERE n.id = v.id AND (n.seen, n.revision) > (v.seen, v.revision));

-- Who did what to whom.
CREATE TABLE events (
    verdict    bigint NOT NULL REFERENCES verdicts (key) ON DELETE CASCADE,
    n          integer NOT NULL, -- place in the verdict, from 0
    source     text NOT NULL,
    action     text NOT NULL,
    target     text NOT NULL,
    status     text NOT NULL, -- done, announced, called_for or denied
    date       text NOT NULL, -- ISO 8601, as precisely as it is known
    background boolean NOT NULL, -- retold, and no news
    weight     double precision NOT NULL,
    evidence   integer[] NOT NULL, -- evidence.n
    PRIMARY KEY (verdict, n)
);

-- The words that earned a label.
CREATE TABLE evidence (
    verdict    bigint NOT NULL REFERENCES verdicts (key) ON DELETE CASCADE,
    n          integer NOT NULL,
    field      text NOT NULL, -- title or text
    start_byte integer NOT NULL, -- the quote is the field's UTF-8 from here
    end_byte   integer NOT NULL, -- to before here
    quote      text NOT NULL,
    rule       text NOT NULL,
    PRIMARY KEY (verdict, n)
);

CREATE TABLE actors (
    verdict bigint NOT NULL REFERENCES verdicts (key) ON DELETE CASCADE,
    n       integer NOT NULL,
    name    text NOT NULL,
    country text NOT NULL,
    role    text NOT NULL,
    PRIMARY KEY (verdict, n)
);

CREATE TABLE places (
    verdict   bigint NOT NULL REFERENCES verdicts (key) ON DELETE CASCADE,
    n         integer NOT NULL,
    name      text NOT NULL,
    country   text NOT NULL,
    precision text NOT NULL, -- town, district, province or country
    lat       double precision NOT NULL,
    lon       double precision NOT NULL,
    PRIMARY KEY (verdict, n)
);
