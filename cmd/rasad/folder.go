package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync"
	"syscall"
)

// folder is where a river in one process keeps its state:
//
//	jetstream/   the streams, the feeds' state
//	rasad.db     the verdicts, when the store is SQLite
//	rasad.sock   the bus, for commands that look at the running river
//	rasad.lock   held while a process uses the streams
type folder struct {
	path string
	lock *os.File
}

// errBusy is about a folder whose streams another process uses.
var errBusy = errors.New("another rasad is running in it")

// takeFolder makes the folder if need be and takes its lock.
func takeFolder(path string) (*folder, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	lock, err := os.OpenFile(filepath.Join(path, "rasad.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		if errors.Is(err, syscall.EWOULDBLOCK) {
			err = errBusy
		}
		return nil, errors.Join(fmt.Errorf("data folder %s: %w", path, err), lock.Close())
	}
	return &folder{path, lock}, nil
}

// release gives the lock back.
func (f *folder) release() error { return f.lock.Close() }

func databaseIn(path string) string { return filepath.Join(path, "rasad.db") }
func socketIn(path string) string   { return filepath.Join(path, "rasad.sock") }

// door lets commands of the same user reach an embedded server through a socket
// in the folder: the server itself opens no port.
type door struct {
	listener net.Listener
	broker   *broker
	log      *slog.Logger
	visits   sync.WaitGroup
}

// openDoor listens until close is called.
func openDoor(path string, b *broker, log *slog.Logger) (*door, error) {
	socket := socketIn(path)
	if err := os.Remove(socket); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("socket: %w", err)
	}
	l, err := net.Listen("unix", socket)
	if err != nil {
		return nil, fmt.Errorf("socket: %w", err)
	}
	d := &door{listener: l, broker: b, log: log}
	d.visits.Go(d.serve)
	return d, nil
}

func (d *door) serve() {
	for {
		visitor, err := d.listener.Accept()
		if err != nil {
			return // closed
		}
		inside, err := d.broker.InProcessConn()
		if err != nil {
			d.log.Warn("a visitor was turned away", "err", errors.Join(err, visitor.Close()))
			continue
		}
		d.visits.Go(func() { splice(visitor, inside) })
	}
}

// close ends the listening; visits end with the server.
func (d *door) close() error { return d.listener.Close() }

// splice passes bytes both ways until either side ends.
func splice(a, b net.Conn) {
	var both sync.WaitGroup
	pass := func(to, from net.Conn) {
		_, _ = io.Copy(to, from) // its end is the end of the visit, whatever the cause
		_, _ = to.Close(), from.Close()
	}
	both.Go(func() { pass(a, b) })
	both.Go(func() { pass(b, a) })
	both.Wait()
}

// knock is a way into a server by a network ("unix", "tcp") and an address on it.
type knock struct{ network, address string }

// InProcessConn connects.
func (k knock) InProcessConn() (net.Conn, error) { return net.Dial(k.network, k.address) }
