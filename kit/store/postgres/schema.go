package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/rasad-project/rasad/kit/store/internal/migrate"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrationLock is the advisory lock under which the schema is changed: a number
// that nothing else uses.
const migrationLock = 0x7261736164 // "rasad"

// migrateSchema brings the database to this version's schema in one transaction.
// Of several processes that start at once, one does it and the others wait.
func migrateSchema(ctx context.Context, conn *pgx.Conn) error {
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1)", migrationLock); err != nil {
			return err
		}
		missing, err := missingSteps(ctx, tx)
		if err != nil {
			return err
		}
		for _, step := range missing {
			if err := apply(ctx, tx, step); err != nil {
				return fmt.Errorf("migration %s: %w", step.Name, err)
			}
		}
		return nil
	})
}

// checkSchema reports a database that is not of this version's schema.
func checkSchema(ctx context.Context, conn *pgx.Conn) error {
	missing, err := missingSteps(ctx, conn)
	if err == nil && len(missing) > 0 {
		err = fmt.Errorf("its schema lacks %s: open it for writing once", missing[0].Name)
	}
	return err
}

type querier interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

func missingSteps(ctx context.Context, q querier) ([]migrate.Step, error) {
	steps, err := migrate.Steps(migrations)
	if err != nil {
		return nil, err
	}
	version, err := schemaVersion(ctx, q)
	if err != nil {
		return nil, err
	}
	return migrate.Missing(steps, version)
}

// schemaVersion returns 0 for a database without a schema.
func schemaVersion(ctx context.Context, q querier) (int, error) {
	var exists bool
	err := q.QueryRow(ctx, "SELECT to_regclass(format('%I.schema_version', current_schema())) IS NOT NULL").Scan(&exists)
	if err != nil || !exists {
		return 0, err
	}
	var version int
	err = q.QueryRow(ctx, "SELECT version FROM schema_version").Scan(&version)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, nil
	}
	return version, err
}

func apply(ctx context.Context, tx pgx.Tx, step migrate.Step) error {
	if step.Version == 1 {
		if _, err := tx.Exec(ctx, "CREATE TABLE schema_version (version integer NOT NULL); INSERT INTO schema_version VALUES (0)"); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, step.SQL); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "UPDATE schema_version SET version = $1", step.Version)
	return err
}
