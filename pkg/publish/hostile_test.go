package publish

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/api"
	"github.com/caidan-dev/caidan/pkg/diag"
)

// answerBytes is the most that an answer to hostile menus may have: a hundred
// findings, and what a result says beside them.
const answerBytes = 64 << 10

// An event of 600 KB that holds nothing but what is wrong is answered in short,
// with the true count.
func TestHostileMenus(t *testing.T) {
	t.Parallel()
	array := func(n int, s string) string { return "[" + strings.TrimSuffix(strings.Repeat(s+",", n), ",") + "]" }
	fields := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `,"f%d":1`, i)
		}
		return "{" + b.String()[1:] + "}"
	}
	tests := []struct {
		name, desired string
		errors        int
	}{
		{"buttons", `{"button":` + array(200_000, "{}") + `}`, 1},
		{"conditional menus", `{"menu":{"button":[]},"conditionalmenu":` + array(200_000, "{}") + `}`, 2},
		{"buttons in sub-menus", `{"button":` + array(50, `{"sub_button":`+array(50, `{"x":1}`)+`}`) + `}`, 50*50*3 + 50 + 50 + 1},
		{"fields", `{"button":[` + fields(50_000) + `]}`, 50_000 + 2},
		{"values", `{"button":[{"x":` + array(300_000, "0") + `}]}`, 1},
		{"depth", `{"button":[{"x":` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `}]}`, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newSandboxed(t, brand())
			answer, err := r.handler.Invoke(t.Context(), []byte(`{"schema":1,"op":"publish","account":"brand-cn","desired":`+tt.desired+`}`))
			var res api.Result
			if err == nil {
				err = json.Unmarshal(answer, &res)
			}
			if err != nil || res.Outcome != api.Invalid || len(answer) > answerBytes {
				t.Fatalf("got %d bytes, %q, %v, want at most %d and invalid", len(answer), res.Outcome, err, answerBytes)
			}
			if errors, _ := diag.Count(res.Findings); errors != tt.errors || len(res.Findings) > diag.MaxListed {
				t.Errorf("got %d errors, %d listed, want %d", errors, len(res.Findings), tt.errors)
			}
		})
	}
}

// No text of a request comes back at length, in an answer or in the log.
func TestLongTexts(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("长", 1<<20)
	const request = `"schema":1,"op":"publish","account":"brand-cn","desired":{"button":[{"type":"click","name":"a","key":"k"}]}`
	for _, event := range []string{
		`{` + request + `,"` + long + `":1}`,
		`{` + request + `,"runId":` + strings.Repeat("7", 3<<20) + `}`,
		`{` + request + `,"origin":{"` + long + `":1}}`,
		`{` + request + `,"accept":{"live":"` + long + `"}}`,
		`{` + request + `,"accept":{"allow":["` + long + `"]}}`,
		`{` + request + `,"origin":{"runId":1,"actor":"` + long + `"}}`,
		`{` + request + `,"reason":"` + long + `"}`,
		`{` + request + `,"op":"` + long + `"}`,
		`{` + request + `,"op":"rollback","to":"` + long + `"}`,
		`{` + request + `,"op":"history","to":"` + long + `"}`,
		`{` + request + `,"account":"` + long + `"}`,
		`{` + request + `,"desired":{"` + long + `":1}}`,
		`{` + request + `,"desired":{"button":[{"type":"view","name":"` + long + `","url":"` + long + `","` + long + `":1}]}}`,
		`{` + request + `,"schema":"` + long + `"}`,
		`{"schema":` + strings.Repeat("1", 3<<20) + `}`,
		long,
	} {
		t.Run(event[:min(len(event), 150)], func(t *testing.T) {
			t.Parallel()
			r := newSandboxed(t, brand())
			for _, f := range []Func{r.handler, r.inspect} {
				answer, err := f.Invoke(t.Context(), []byte(event))
				said := string(answer) + r.log.String()
				if err != nil {
					said += err.Error()
				}
				if len(said) > 6000 {
					t.Errorf("got %d bytes: %.2000q", len(said), said)
				}
			}
		})
	}
}
