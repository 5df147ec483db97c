package train_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rasad-project/rasad/services/tagger/event"
	"github.com/rasad-project/rasad/services/tagger/train"
	"github.com/rasad-project/rasad/services/tagger/watch"
)

func judged(t *testing.T) []train.Judged {
	t.Helper()
	all, err := train.ReadJudged("../event/judged.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestWhatIsTrustedIsRight holds the trust to what readers found, in texts that the
// model has not seen: four of five events that are told are right, and most that are
// right are told.
func TestWhatIsTrustedIsRight(t *testing.T) {
	share, right, all := train.Standard().Told(judged(t))
	t.Logf("%.3f are told, and %.3f of these are right, of all %.3f", share, right, all)
	if right < 0.8 || right < all+0.03 || share*right < 0.85*all {
		t.Errorf("%.3f are told, and %.3f of these are right, of all %.3f", share, right, all)
	}
}

// TestTrustIsFittedToTheJudged fits the weights that ship again.
func TestTrustIsFittedToTheJudged(t *testing.T) {
	ships, err := os.ReadFile("../event/model.txt")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := train.Standard().FitTrust(judged(t)).Write(&b, event.TraitNames(), ""); err != nil {
		t.Fatal(err)
	}
	_, fitted, _ := strings.Cut(b.String(), "bias")
	if _, weights, _ := strings.Cut(string(ships), "bias"); weights != fitted {
		t.Errorf("event/model.txt is not what event/judged.jsonl gives: run services/tagger/cmd/train\n%s\nwant\n%s", weights, fitted)
	}
}

// TestJudge finds the events of a folder that somebody has judged, and no others.
func TestJudge(t *testing.T) {
	dir := t.TempDir()
	for name, lines := range map[string]string{
		"items.jsonl": `{"id":"a","language":"en","title":"Iran and Pakistan sign treaty","text":"Iran thanked Pakistan."}` + "\n",
		"events.jsonl": `{"id":"a","source":"BOTH","action":"AGREE","target":"BOTH","field":"title","start":0,"right":1}` + "\n" +
			`{"id":"a","source":"PAK","action":"SUPPORT","target":"IRN","field":"text","start":0,"right":1}` + "\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(lines), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w, err := watch.Default()
	if err != nil {
		t.Fatal(err)
	}
	all, err := train.Judge(w, dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 1 || all[0].Rule != "event.agree.sign" || all[0].Right != 1 || all[0].Traits["title"] != 1 || all[0].Traits["by.both"] != 1 {
		t.Fatalf("got %+v, want the agreement alone", all)
	}
	var b bytes.Buffer
	if err := train.WriteJudged(&b, all); err != nil || !strings.HasPrefix(b.String(), `{"text":"a","language":"en","rule":"event.agree.sign","right":1,`) {
		t.Errorf("wrote %q, %v", b.String(), err)
	}
}
