package worker

import (
	"strings"
	"testing"
	"time"

	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

// TestMemoryAddsUp holds the memory of the workers of a run against what a
// whole run may use.
func TestMemoryAddsUp(t *testing.T) {
	t.Parallel()
	for parallel := range 20 {
		p := &Pool{o: Options{Parallel: parallel}.withDefaults()}
		if share := p.share(); share < 128<<20 || share*uint64(p.workers()) > 1200e6 {
			t.Errorf("parallel %d: got %d workers of %d bytes", parallel, p.workers(), share)
		}
	}
}

func TestLimitTexts(t *testing.T) {
	t.Parallel()
	for c := causeCrash; c <= causeRun; c++ {
		e := &limitError{cause: c, time: time.Second, memory: 512 << 20}
		for _, lang := range text.Langs() {
			f := e.finding(source.NewFile("menus/a.jsonnet"), lang)
			s := f.Message + f.Help
			if f.Help == "" || !strings.Contains(f.Message, "menus/a.jsonnet") || strings.Contains(s, "%!") {
				t.Errorf("cause %d in %s: got %q, help %q", c, lang, f.Message, f.Help)
			}
			if chinese := strings.ContainsRune(s, '。') || strings.ContainsRune(s, '的') || strings.ContainsRune(s, '，'); chinese != (lang == text.Chinese) {
				t.Errorf("cause %d in %s: got %q, help %q", c, lang, f.Message, f.Help)
			}
		}
		if !strings.Contains(e.Error(), "the file") && !strings.Contains(e.Error(), "process") {
			t.Errorf("cause %d: got error %q", c, e)
		}
	}
}

func TestCauseOf(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text string
		want       cause
	}{
		{"stack", "runtime: goroutine stack exceeds 67108864-byte limit\nfatal error: stack overflow\n", causeDepth},
		{"heap", "runtime: out of memory: cannot allocate 1600000000-byte block\nfatal error: out of memory\n", causeMemory},
		{"map", "fatal error: runtime: cannot allocate memory\n", causeMemory},
		{"collector", "SIGSEGV: segmentation violation\nPC=0x4338dd m=2 sigcode=1 addr=0x0\n", causeMemory},
		{"thread", "runtime: failed to create new OS thread (have 5 already; errno=11)\n", causeMemory},
		{"nothing", "", causeCrash},
		{"other", "fatal error: all goroutines are asleep - deadlock!\n", causeCrash},
	} {
		if got := causeOf(test.text); got != test.want {
			t.Errorf("%s: got %d, want %d", test.name, got, test.want)
		}
	}
}
