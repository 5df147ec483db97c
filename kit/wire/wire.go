// Package wire turns the vocabulary into protobuf and back, for the messages
// between stages and for the store. Whatever is not in a type of kit/news, because
// a newer version wrote it, is kept in the type's Unknown field on the way in and
// written back on the way out, at every level.
//
// The encoding is deterministic for one version of the code: equal values are
// equal bytes. Its functions are safe for concurrent use; what Unmarshal returns
// shares no memory with its input.
package wire

import (
	"fmt"

	"google.golang.org/protobuf/proto"

	"github.com/rasad-project/rasad/kit/news"
)

// MarshalEntry encodes e.
func MarshalEntry(e *news.Entry) ([]byte, error) { return marshal("entry", entryOut(e)) }

// UnmarshalEntry decodes what MarshalEntry made, in this version or another.
func UnmarshalEntry(b []byte) (*news.Entry, error) { return unmarshal("entry", b, entryIn) }

// MarshalArticle encodes a.
func MarshalArticle(a *news.Article) ([]byte, error) { return marshal("article", articleOut(a)) }

// UnmarshalArticle decodes what MarshalArticle made, in this version or another.
func UnmarshalArticle(b []byte) (*news.Article, error) { return unmarshal("article", b, articleIn) }

// MarshalVerdict encodes v.
func MarshalVerdict(v *news.Verdict) ([]byte, error) { return marshal("verdict", verdictOut(v)) }

// UnmarshalVerdict decodes what MarshalVerdict made, in this version or another.
func UnmarshalVerdict(b []byte) (*news.Verdict, error) { return unmarshal("verdict", b, verdictIn) }

// marshal encodes m. It fails on a string that is not UTF-8, which protobuf does
// not carry.
func marshal(what string, m proto.Message) ([]byte, error) {
	b, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	return b, nil
}

// message is a pointer to a generated type M.
type message[M any] interface {
	*M
	proto.Message
}

func unmarshal[M, N any, P message[M]](what string, b []byte, in func(P) N) (N, error) {
	m := P(new(M))
	if err := proto.Unmarshal(b, m); err != nil {
		var none N
		return none, fmt.Errorf("%s: %w", what, err)
	}
	return in(m), nil
}

// unknown returns the fields of m that this version does not know.
func unknown(m proto.Message) []byte {
	if u := m.ProtoReflect().GetUnknown(); len(u) > 0 {
		return u
	}
	return nil
}

// with gives m fields that this version does not know.
func with[M proto.Message](m M, fields []byte) M {
	if len(fields) > 0 {
		m.ProtoReflect().SetUnknown(fields)
	}
	return m
}

// each maps a list; of none it makes nil.
func each[A, B any](as []A, f func(A) B) []B {
	if len(as) == 0 {
		return nil
	}
	bs := make([]B, len(as))
	for i, a := range as {
		bs[i] = f(a)
	}
	return bs
}
