package check

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/caidan-dev/caidan/pkg/diag"
	"github.com/caidan-dev/caidan/pkg/rule"
	"github.com/caidan-dev/caidan/pkg/source"
	"github.com/caidan-dev/caidan/pkg/text"
)

// insecure is a menu with one piece of advice to it.
const insecure = "{ button: [{ type: 'view', name: 'a', url: 'http://example.com/' }] }\n"

func TestSettings(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, settings string
		// want is the severity of url-http-insecure; empty where it is off.
		want diag.Severity
		// faults are the paths of what is wrong with the settings.
		faults []string
	}{
		{name: "nothing", settings: "{}", want: diag.Warning},
		{name: "raised", settings: "{ rules: { 'url-http-insecure': 'error' } }", want: diag.Error},
		{name: "off", settings: "{ rules: { 'url-http-insecure': 'off' } }"},
		{name: "raised beside a fault", settings: "{ rules: { 'url-http-insecure': 'error', x: 'off' } }", want: diag.Error, faults: []string{"/rules/x"}},
		{name: "a fixed rule", settings: "{ rules: { 'url-scheme': 'warning' } }", want: diag.Warning, faults: []string{"/rules/url-scheme"}},
		{name: "several", settings: "{ a: 1, b: 2, rules: [] }", want: diag.Warning, faults: []string{"/a", "/b", "/rules"}},
		{name: "no object", settings: "[]", want: diag.Warning, faults: []string{""}},
		{name: "no program", settings: "{", want: diag.Warning, faults: []string{""}},
		{name: "empty", settings: "", want: diag.Warning, faults: []string{""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got diag.Severity
			var faults []string
			checked := runAll(t, repository(t, "-- .caidan.jsonnet --\n"+tt.settings+"\n-- menus/a.jsonnet --\n"+insecure))
			for _, acc := range checked.Accounts {
				for _, f := range acc.Findings {
					got = f.Severity
				}
			}
			for _, f := range checked.Settings {
				switch {
				case f.Severity != diag.Error || f.File != source.SettingsFile:
					t.Errorf("got %+v, want an error of the settings", f)
				case f.Rule == rule.BadSettings && (f.Line != 1 || f.Excerpt != tt.settings):
					t.Errorf("got %+v, want it with its line", f)
				default:
					faults = append(faults, f.Path)
				}
			}
			if got != tt.want || strings.Join(faults, " ") != strings.Join(tt.faults, " ") {
				t.Errorf("got %q and faults %q, want %q and %q", got, faults, tt.want, tt.faults)
			}
		})
	}
}

// TestSettingsAreNoMenu names the settings file as a path.
func TestSettingsAreNoMenu(t *testing.T) {
	t.Parallel()
	root := repository(t, "-- menus/a.jsonnet --\n"+plain)
	o := options(t, filepath.Join(root, source.SettingsFile))
	_, err := Run(t.Context(), o)
	var none *source.PathError
	if !errors.As(err, &none) || !none.Empty {
		t.Errorf("got %v, want that there is no menu", err)
	}
	o.Settings = true
	if got, err := Run(t.Context(), o); err != nil || len(got.Accounts) > 0 {
		t.Errorf("got %+v, %v, want no account", got, err)
	}
	write(t, root, source.SettingsFile, "{ colour: 1 }")
	got := runAll(t, root, source.SettingsFile, "menus")
	if len(got.Settings) != 1 || got.Settings[0].Severity != diag.Error || len(got.Accounts) != 1 || !got.Accounts[0].Valid() {
		t.Errorf("got %+v, want the faults of the settings, once, and a valid account", got)
	}
}

// TestAccept delivers what the settings accept to the version it is for.
func TestAccept(t *testing.T) {
	t.Parallel()
	const menu = "-- menus/a.jsonnet --\n{ button: [{ type: 'click', name: 'a', key: 'k' }] }\n"
	digest := run(t, repository(t, menu))[0].Digest
	other := "sha256:" + strings.Repeat("0", 64)
	entry := func(account, digest string) string {
		return "-- .caidan.jsonnet --\n{ accept: { " + account + ": { digest: '" + digest + "', allow: ['first'] } } }\n"
	}
	tests := []struct {
		name, files, path string
		accepted, other   bool
		// warned is where the settings are warned about.
		warned string
	}{
		{name: "nothing", files: menu},
		{name: "this version", files: menu + entry("a", digest), accepted: true},
		{name: "another version", files: menu + entry("a", other), other: true, warned: "/accept/a/digest"},
		{name: "an invalid menu", files: "-- menus/a.jsonnet --\n{ button: [] }\n" + entry("a", digest)},
		{name: "another account", files: menu + entry("b", digest), warned: "/accept/b"},
		{name: "an account of a file that does not compile", files: menu + "-- menus/c.jsonnet --\n{\n" + entry("b", digest)},
		{name: "an account of a file that is not looked at", files: menu + "-- menus/b.jsonnet --\n[]\n" + entry("b", digest), path: "menus/a.jsonnet"},
		{name: "all files by name", files: menu + entry("b", digest), path: "menus/a.jsonnet", warned: "/accept/b"},
		{name: "the rule is off", files: menu + strings.Replace(entry("b", digest), "{ accept", "{ rules: { 'accept-account': 'off' }, accept", 1)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := options(t, filepath.Join(repository(t, tt.files), filepath.FromSlash(tt.path)))
			checked, err := Run(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			warned := ""
			for _, f := range checked.Settings {
				warned = f.Path
				if f.Severity != diag.Warning || f.Line != 1 || f.Excerpt == "" || len(checked.Settings) > 1 {
					t.Errorf("got %+v, want one warning with its line", checked.Settings)
				}
			}
			for i := range checked.Accounts {
				acc := &checked.Accounts[i]
				if acc.Name == "a" && ((acc.Accept != nil) != tt.accepted || acc.AcceptsOther != tt.other) {
					t.Errorf("got %+v, %t, want accepted %t, another version %t", acc.Accept, acc.AcceptsOther, tt.accepted, tt.other)
				}
			}
			if warned != tt.warned {
				t.Errorf("got a warning at %q, want %q", warned, tt.warned)
			}
		})
	}
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	root := repository(t, "-- .caidan.jsonnet --\n{ colour: 1 }\n-- menus/a.jsonnet --\n"+insecure+"-- menus/b.jsonnet --\n{\n")
	o := options(t, filepath.Join(root, "menus"))
	o.Lang = text.Chinese
	checked, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{".caidan": "配置", "a": "没有加密"}
	for _, acc := range append(checked.Accounts, Account{Name: ".caidan", Findings: checked.Settings}) {
		if s := acc.Findings[0].Message; !strings.Contains(s, want[acc.Name]) {
			t.Errorf("%s: got %q, want %q in it", acc.Name, s, want[acc.Name])
		}
	}
}
