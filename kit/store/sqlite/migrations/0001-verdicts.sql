-- Verdicts as an analyst asks for them. Times are UTC, in ISO 8601 with six digits
-- after the second, so that they sort as text; strings that are not known are ''.

-- A row for each revision of each entry; see the view latest.
CREATE TABLE verdicts (
    key                 INTEGER PRIMARY KEY,
    id                  TEXT NOT NULL, -- of the entry
    revision            TEXT NOT NULL, -- of the entry's content
    hash                BLOB NOT NULL, -- of everything but tagged
    change              TEXT NOT NULL, -- what this revision changed: '' for a first one
    feed                TEXT NOT NULL, -- the feed's id
    feed_title          TEXT NOT NULL,
    site                TEXT NOT NULL,
    url                 TEXT NOT NULL,
    title               TEXT NOT NULL,
    language            TEXT NOT NULL, -- BCP 47 primary tag
    seen                TEXT NOT NULL, -- when a poll first met this revision
    published           TEXT, -- as precisely as it is known; NULL when it is not
    published_precision TEXT, -- second, minute or day
    published_from      TEXT, -- feed, jsonld, meta, url or text
    relevant            INTEGER NOT NULL, -- 0 or 1
    score               REAL NOT NULL, -- 0 to 1
    level               INTEGER NOT NULL, -- 0 both parties merely occur, 1 a part is about them, 2 the article is
    topics              TEXT NOT NULL, -- JSON array; json_each makes rows of it
    tone                TEXT NOT NULL, -- cooperative, conflictual, mixed or neutral
    why                 TEXT NOT NULL, -- one sentence
    dropped             TEXT NOT NULL, -- why there was nothing to tag, '' for an article
    watch               TEXT NOT NULL, -- which watch was applied
    tagged              TEXT NOT NULL,
    text                TEXT NOT NULL, -- the article's paragraphs, a blank line between them
    message             BLOB NOT NULL, -- protobuf, rasad.news.v1.Verdict: everything
    UNIQUE (id, revision)
) STRICT;

CREATE INDEX verdicts_seen ON verdicts (seen);
CREATE INDEX verdicts_relevant ON verdicts (seen) WHERE relevant;
CREATE INDEX verdicts_feed ON verdicts (feed, dropped, relevant);

-- Of each entry the revision that was seen last.
CREATE VIEW latest AS
SELECT * FROM verdicts v
WHERE NOT EXISTS (SELECT 1 FROM verdicts n WHERE n.id = v.id AND (n.seen, n.revision) > (v.seen, v.revision));

-- Who did what to whom.
CREATE TABLE events (
    verdict    INTEGER NOT NULL REFERENCES verdicts (key) ON DELETE CASCADE,
    n          INTEGER NOT NULL, -- place in the verdict, from 0
    source     TEXT NOT NULL,
    action     TEXT NOT NULL,
    target     TEXT NOT NULL,
    status     TEXT NOT NULL, -- done, announced, called_for or denied
    date       TEXT NOT NULL, -- ISO 8601, as precisely as it is known
    background INTEGER NOT NULL, -- 1 for what is retold and no news
    weight     REAL NOT NULL,
    evidence   TEXT NOT NULL, -- JSON array of evidence.n
    PRIMARY KEY (verdict, n)
) STRICT, WITHOUT ROWID;

-- The words that earned a label.
CREATE TABLE evidence (
    verdict    INTEGER NOT NULL REFERENCES verdicts (key) ON DELETE CASCADE,
    n          INTEGER NOT NULL,
    field      TEXT NOT NULL, -- title or text
    start_byte INTEGER NOT NULL, -- the quote is the field's bytes from here
    end_byte   INTEGER NOT NULL, -- to before here
    quote      TEXT NOT NULL,
    rule       TEXT NOT NULL,
    PRIMARY KEY (verdict, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE actors (
    verdict INTEGER NOT NULL REFERENCES verdicts (key) ON DELETE CASCADE,
    n       INTEGER NOT NULL,
    name    TEXT NOT NULL,
    country TEXT NOT NULL,
    role    TEXT NOT NULL,
    PRIMARY KEY (verdict, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE places (
    verdict   INTEGER NOT NULL REFERENCES verdicts (key) ON DELETE CASCADE,
    n         INTEGER NOT NULL,
    name      TEXT NOT NULL,
    country   TEXT NOT NULL,
    precision TEXT NOT NULL, -- town, district, province or country
    lat       REAL NOT NULL,
    lon       REAL NOT NULL,
    PRIMARY KEY (verdict, n)
) STRICT, WITHOUT ROWID;

-- The words of title and text, folded (lower case, no accents, one letter for the
-- variants of Arabic script); rowid is verdicts.key.
CREATE VIRTUAL TABLE words USING fts5 (
    title, text,
    content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0'
);

CREATE TRIGGER verdicts_words AFTER DELETE ON verdicts BEGIN
    DELETE FROM words WHERE rowid = old.key;
END;
