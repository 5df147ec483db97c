package postgres_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/rasad-project/rasad/kit/store"
	"github.com/rasad-project/rasad/kit/store/postgres"
	"github.com/rasad-project/rasad/kit/store/storetest"
)

const variable = "RASAD_TEST_POSTGRES"

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store { return open(t, schema(t)) })
}

func open(t *testing.T, dsn string) *postgres.Store {
	t.Helper()
	s, err := postgres.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

var schemas atomic.Int64

// schema makes an empty schema for the test and returns a DSN that works in it.
func schema(t *testing.T) string {
	t.Helper()
	dsn := os.Getenv(variable)
	if dsn == "" {
		t.Skipf("needs a PostgreSQL server: set %s to its DSN", variable)
	}
	name := fmt.Sprintf("rasad_test_%d_%d", os.Getpid(), schemas.Add(1))
	run(t, dsn, "CREATE SCHEMA "+name)
	t.Cleanup(func() { run(t, dsn, "DROP SCHEMA "+name+" CASCADE") })
	if strings.Contains(dsn, "://") {
		u, err := url.Parse(dsn)
		if err != nil {
			t.Fatal(err)
		}
		values := u.Query()
		values.Set("search_path", name)
		u.RawQuery = values.Encode()
		return u.String()
	}
	return dsn + " search_path=" + name
}

// run runs statements, after the test's own context has ended too.
func run(t *testing.T, dsn, statements string) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, statements); err != nil {
		t.Fatal(err)
	}
}
