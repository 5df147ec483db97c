package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"

	"github.com/rasad-project/rasad/kit/store/internal/migrate"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrateSchema brings the file to this version's schema, each step in a
// transaction of its own. SQLite keeps the version in the file's header.
func migrateSchema(ctx context.Context, db *sql.DB) error {
	missing, err := missingSteps(ctx, db)
	if err != nil {
		return err
	}
	for _, step := range missing {
		if err := apply(ctx, db, step); err != nil {
			return fmt.Errorf("migration %s: %w", step.Name, err)
		}
	}
	return nil
}

// checkSchema reports a file that is not of this version's schema.
func checkSchema(ctx context.Context, db *sql.DB) error {
	missing, err := missingSteps(ctx, db)
	if err == nil && len(missing) > 0 {
		err = fmt.Errorf("its schema lacks %s: open it for writing once", missing[0].Name)
	}
	return err
}

func missingSteps(ctx context.Context, db *sql.DB) ([]migrate.Step, error) {
	steps, err := migrate.Steps(migrations)
	if err != nil {
		return nil, err
	}
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return nil, err
	}
	return migrate.Missing(steps, version)
}

func apply(ctx context.Context, db *sql.DB, step migrate.Step) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, step.SQL+fmt.Sprintf(";\nPRAGMA user_version = %d", step.Version))
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}
